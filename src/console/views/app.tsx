import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { key } from "../api/key.ts";
import { fragmentOf, parseRoute, type Route } from "../routes.ts";
import { CallsView } from "./calls_view.tsx";
import { EstimateNote } from "./estimate_note.tsx";
import { FollowedView } from "./followed_view.tsx";
import { KeyForm } from "./key_form.tsx";
import { LiveView } from "./live_view.tsx";
import { spoken } from "./voice.ts";

/** The page. */
export function App() {
  const route = useSignal(parseRoute(location.hash));
  useEffect(() => {
    const follow = () => route.value = parseRoute(location.hash);
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return (
    <>
      <header>
        <h1>Undertone</h1>
        <nav aria-label="Views">
          <Tab to={{ view: "live" }} here={route.value} name="Live" />
          <Tab to={{ view: "calls" }} here={route.value} name="Calls" />
        </nav>
        <details class="key-menu">
          <summary>{key() ? "Key: set" : "Key: none"}</summary>
          <KeyForm />
        </details>
      </header>
      <EstimateNote />
      <main>
        <View route={route.value} />
      </main>
      <div class="visually-hidden" aria-live="polite">{spoken}</div>
    </>
  );
}

function View({ route }: { route: Route }) {
  switch (route.view) {
    case "live":
      return <LiveView />;
    case "calls":
      return <CallsView />;
    case "call":
      return <FollowedView key={route.sessionId} sessionId={route.sessionId} />;
  }
  return route satisfies never;
}

function Tab({ to, here, name }: { to: Route; here: Route; name: string }) {
  const isHere = to.view === here.view;
  return (
    <a href={fragmentOf(to)} aria-current={isHere ? "page" : undefined}>
      {name}
    </a>
  );
}
