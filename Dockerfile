# The server alone: what it imports is fetched when the image is built, so it needs
# no network to start, runs as nobody in particular, and writes to /app/data only.
#
#     docker build --tag undertone .
#     docker run --read-only --publish 8000:8000 --env API_KEYS='[…]' --volume undertone:/app/data undertone
#
# The version that the tests run on. There is no LTS line any more: Deno ended it in
# April 2026, and every stable release takes its place.
FROM denoland/deno:2.9.6

WORKDIR /app
# Of deno.json and its lock the server's own packages alone: 80 MB, and not 570 with what trains and tests.
COPY deploy/docker/deno.json deploy/docker/deno.lock main.ts ./
COPY src ./src
COPY models ./models
# The workers' files are loaded by name, so they are named.
RUN deno cache --quiet --frozen main.ts src/model/workers/worker.ts src/model/threads/worker.ts \
  && mkdir data && chown deno:deno data

USER deno
ENV HOST=0.0.0.0 PORT=8000 LOG_FORMAT=json DENO_NO_UPDATE_CHECK=1
EXPOSE 8000
VOLUME ["/app/data"]
# Ready, and not only alive: who sends calls here wants to know that they are taken.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["deno", "eval", "const r = await fetch(`http://127.0.0.1:${Deno.env.get('PORT')}/readyz`); Deno.exit(r.ok ? 0 : 1)"]
# The flags of `deno task start`.
CMD ["deno", "run", "--v8-flags=--min-semi-space-size=64,--max-semi-space-size=64", "--cached-only", "--allow-read", "--allow-write=data", "--allow-net", "--no-remote", "--allow-sys=cpus", \
  "--allow-env=ALLOW*,ANALYSE_*,API_KEYS*,AUDIOHOOK_*,DENO_DEPLOY,ENGINE_WORKERS,ESCALATION_*,HOST,LOG_*,MODEL,OTEL_DENO,PLIVO_AUTH_TOKEN,PORT,PREDICTION_LOG,PUBLIC_ORIGIN,RECORDS*,REDIS_*,SIGNING_SECRET,STRIDE_MS,TENANT_*,THREADS,TWILIO_AUTH_TOKEN,WEBHOOK*,WIRE*", \
  "main.ts"]
