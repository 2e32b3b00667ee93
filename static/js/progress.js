// A page that tells how far something has come (data-progress="on") looks again by itself, until
// it is done. Without script there is a link that does the same.
(() => {
  const EVERY = 2000;
  const PART = "[data-progress]";

  const look = async () => {
    const here = document.querySelector(PART);
    if (here?.dataset.progress !== "on") return;
    if (!document.hidden) {
      try {
        const response = await fetch(location.href);
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        const there = response.redirected ? null : page.querySelector(PART);
        if (there && there.innerHTML !== here.innerHTML && !here.contains(document.activeElement)) {
          here.replaceWith(there);
        }
      } catch {
        // No answer: the next look.
      }
    }
    setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
})();
