// A page that tells how far something has come (data-progress="on") looks again by itself, until
// it is done. Without script there is a link that does the same.
(() => {
  const EVERY = 2000;
  const PART = "[data-progress]";

  // What counts is brought up to date; a button under somebody's finger stays where it is.
  const count = (here, there) => {
    const fresh = [...there.querySelectorAll("[data-live]")];
    here.querySelectorAll("[data-live]").forEach((part, place) => {
      part.textContent = fresh[place].textContent;
      if ("value" in part) part.value = fresh[place].value;
    });
  };

  const look = async () => {
    const here = document.querySelector(PART);
    if (here?.dataset.progress !== "on") return;
    if (!document.hidden) {
      try {
        const response = await fetch(location.href);
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        const there = response.redirected ? null : page.querySelector(PART);
        if (there?.dataset.progress === "on") count(here, there);
        else if (there) here.replaceWith(there);
      } catch {
        // No answer: the next look.
      }
    }
    setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
})();
