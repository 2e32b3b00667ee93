// 郵便番号 → 住所. data-postal names the boxes of the same form: "prefecture city town", or
// one for all; empty means these three if they are there, else "address". Only empty boxes are filled; several places are offered as buttons.
(() => {
  const digits = (text) => text.normalize("NFKC").replace(/\D/g, "");

  const targets = (input) => {
    const prefix = input.name.slice(0, input.name.lastIndexOf("-") + 1);
    const boxes = (names) => names.split(" ").map((name) => input.form.elements[prefix + name]).filter(Boolean);
    if (input.dataset.postal) return boxes(input.dataset.postal);
    const parts = boxes("prefecture city town");
    return parts.length ? parts : boxes("address");
  };

  const fill = (input, place, output) => {
    const boxes = targets(input);
    const parts = [place.prefecture, place.city, place.town];
    const values = boxes.length === 1 ? [parts.join("")] : parts;
    let filled = 0;
    boxes.forEach((box, index) => {
      if (box.value.trim() || !values[index]) return;
      box.value = values[index];
      box.dispatchEvent(new Event("input", { bubbles: true }));
      filled += 1;
    });
    output.textContent = filled
      ? `${parts.join("")} を入れました。続きを書いてください。`
      : `${parts.join("")} です。住所が書いてあるので、変えていません。`;
  };

  const setUp = (input) => {
    const bar = document.createElement("div");
    const button = document.createElement("button");
    const pick = document.createElement("div");
    const output = document.createElement("output");
    bar.className = "postal";
    pick.className = "pick";
    button.type = "button";
    button.className = "btn btn--small";
    button.textContent = "住所を入れる";
    output.setAttribute("aria-live", "polite");
    output.setAttribute("for", input.id);
    input.before(bar);
    bar.append(input, button, pick, output);
    let asked = "";

    const ask = async () => {
      const code = digits(input.value);
      pick.replaceChildren();
      if (code.length !== 7) {
        output.textContent = "郵便番号は7桁の数字で入れてください（例 940-0062）。";
        return;
      }
      asked = code;
      try {
        const response = await fetch(`/echo/postal/?q=${code}`, { headers: { Accept: "application/json" } });
        if (!response.ok || response.redirected) throw new Error("no answer");
        const places = await response.json();
        if (digits(input.value) !== code) return;
        if (places.length === 1) fill(input, places[0], output);
        else if (places.length) offer(places);
        else output.textContent = "この郵便番号の住所は見つかりません。住所をそのまま書いてください。";
      } catch {
        output.textContent = "いまは住所を調べられません。住所をそのまま書いてください。";
      }
    };

    const offer = (places) => {
      output.textContent = `${places.length}か所あります。選んでください。`;
      pick.replaceChildren(...places.map((place) => {
        const choice = document.createElement("button");
        choice.type = "button";
        choice.className = "btn btn--small";
        choice.textContent = place.prefecture + place.city + place.town;
        choice.addEventListener("click", () => {
          pick.replaceChildren();
          fill(input, place, output);
        });
        return choice;
      }));
    };

    button.addEventListener("click", ask);
    input.addEventListener("input", (event) => {
      const code = digits(input.value);
      if (!event.isComposing && code.length === 7 && code !== asked) ask();
    });
  };

  const setUpAll = (root) => root.querySelectorAll("input[data-postal]").forEach(setUp);
  setUpAll(document);
  document.addEventListener("rows:added", (event) => setUpAll(event.target));
})();
