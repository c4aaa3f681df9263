/**
 * Models that a training is told to learn from.
 *
 * @module
 */
import { readModel } from "../src/model/load.ts";
import {
  checkTeachers,
  type Lesson,
  type TeachingModel,
} from "../src/training/teachers.ts";
import { modelFolder } from "./_model_folder.ts";

/**
 * The models of some names, as for `evaluate`; none if there are no names.
 *
 * @throws {RangeError} If one cannot teach the lesson; see `checkTeachers()`.
 */
export async function readTeachers(
  names: readonly string[],
  lesson: Lesson,
): Promise<TeachingModel[] | undefined> {
  if (names.length === 0) return undefined;
  const models = await Promise.all(
    names.map((name) => readModel(modelFolder(name))),
  );
  checkTeachers(models, lesson);
  return models;
}
