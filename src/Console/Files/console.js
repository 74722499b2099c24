// Starts Blazor, and keeps a page useful whose server is away: the connection is tried again for ever, and a page of a
// server that has been started again is loaded again.

const PauseMaxMs = 5000;

Blazor.start({
  circuit: {
    reconnectionOptions: {
      maxRetries: Number.MAX_SAFE_INTEGER,
      retryIntervalMilliseconds: tries => Math.min(250 * 2 ** Math.min(tries, 10), PauseMaxMs),
    },
  },
});

const lost = document.getElementById("components-reconnect-modal");
lost.addEventListener("components-reconnect-state-changed", event => {
  const state = event.detail.state;
  if (state === "rejected" || state === "resume-failed" || state === "failed") {
    reloadWhenServed();
  }
});

document.addEventListener("click", event => {
  if (event.target.closest(".reload")) {
    event.preventDefault();
    location.reload();
  }
});

async function reloadWhenServed() {
  for (;;) {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (answer.ok) {
        location.reload();
        return;
      }
    } catch {
      // The server is still away.
    }

    await new Promise(go => setTimeout(go, PauseMaxMs));
  }
}
