// Says under a date box how the date was read (和暦 and 西暦, weekday) while it is typed.
// The server reads the date; without script it says the same when the form comes back.
(() => {
  const WAIT = 300;
  const timers = new WeakMap();
  const latest = new WeakMap();

  const outputOf = (input) => input.closest(".era")?.querySelector("output");

  const show = (output, answer) => {
    output.textContent = [answer.text, answer.note, answer.error].filter(Boolean).join("\n");
  };

  const ask = async (input) => {
    const output = outputOf(input);
    if (!output) return;
    const typed = input.value;
    latest.set(input, typed);
    if (!typed.trim()) {
      output.textContent = "";
      return;
    }
    const query = new URLSearchParams({ q: typed, flags: input.dataset.era });
    try {
      const response = await fetch(`/echo/date/?${query}`, { headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) return;
      const answer = await response.json();
      if (latest.get(input) === typed) show(output, answer);
    } catch {
      // No line: the box works without the echo.
    }
  };

  document.addEventListener("input", (event) => {
    const input = event.target;
    if (!input.matches?.("input[data-era]")) return;
    clearTimeout(timers.get(input));
    timers.set(input, setTimeout(() => ask(input), WAIT));
  });
})();
