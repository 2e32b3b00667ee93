// 書きかけ: what is typed goes to the server two seconds after a pause, at the latest after
// fifteen seconds, when a box is left and when the tab is hidden. Nothing is kept in the
// browser. When the server cannot be reached the page keeps the text and tries again; when
// the login has ended one logs in on the page itself.
(() => {
  const PAUSE = 2000;
  const LONGEST = 15000;
  const RETRY = 5000;
  const KEEPALIVE_BYTES = 60000; // what a browser still sends for a page that goes away
  const OUR_OWN = new Set(["csrfmiddlewaretoken", "draft", "draft-form"]);

  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
  const who = meta("draft-user");
  const idleMs = Number(meta("idle-minutes")) * 60000;
  const spot = (id) => document.getElementById(id);
  const keepers = new Map();
  let lastContact = Date.now();

  const say = (id, words) => {
    const place = spot(id);
    place.querySelector("[data-words]").textContent = words;
    place.hidden = !words;
  };

  // A body that nobody reads holds its connection, and a browser has but a few.
  const ask = async (address, options) => {
    const response = await fetch(address, options);
    const { ok, status, redirected } = response;
    return { ok, status, redirected, text: await response.text() };
  };

  // ---- one form ----
  const boxes = (form) => [...form.elements].filter((box) => (
    box.name && !["hidden", "submit", "button", "file"].includes(box.type)
  ));
  const isText = (box) => box.type === "textarea"
    || (box.type === "text" && !("era" in box.dataset) && !box.hasAttribute("inputmode"));
  const isKept = (form) => form.getAttribute("method") === "post" && !("quiet" in form.dataset)
    && !form.querySelector('input[type="password"]')
    && (boxes(form).some(isText) || new Set(boxes(form).map((box) => box.name)).size > 5);

  const isWords = (value) => /[^\x00-\x7f]/.test(value); // not a code, a date, a time

  const typedIn = (form) => [...new FormData(form)].filter(([name, value]) => (
    typeof value === "string" && !OUR_OWN.has(name)
  ));

  const keeperOf = (form) => {
    const keeper = {
      form,
      key: meta("draft-key"),
      name: form.getAttribute("action") ?? "",
      base: form.querySelector('input[name="version"]')?.value ?? "",
      first: 0,
      timer: 0,
      goes: false,
      waits: false,
    };
    const text = () => new URLSearchParams(typedIn(form)).toString();
    keeper.sent = text();
    const atFirst = new Set(typedIn(form).map(String));
    const changed = () => typedIn(form).filter((pair) => !atFirst.has(String(pair)))
      .map(([, value]) => value).filter(isWords).join("　");

    const plan = (wait) => {
      clearTimeout(keeper.timer);
      keeper.timer = setTimeout(keeper.save, wait);
    };

    keeper.isKept = () => text() === keeper.sent;

    keeper.typed = () => {
      delete form.dataset.kept;
      keeper.first ||= Date.now();
      plan(Math.max(0, Math.min(PAUSE, keeper.first + LONGEST - Date.now())));
    };

    // One after the other; only a page that goes away does not wait for its turn.
    keeper.save = (leaving = false) => {
      if (leaving === true) return send(true);
      keeper.turn = (keeper.turn ?? Promise.resolve()).then(() => send(false));
      return keeper.turn;
    };

    // True when the server has all that stands in the boxes.
    const send = async (leaving, isAgain = false) => {
      const now = text();
      clearTimeout(keeper.timer);
      if (now === keeper.sent) return true;
      keeper.first = 0;
      const body = new URLSearchParams(now);
      body.append("draft", keeper.key);
      body.append("draft-form", keeper.name);
      body.append("draft-base", keeper.base);
      body.append("draft-title", document.title.replace(/^エラー：|｜つなぎ.*$/g, ""));
      body.append("draft-user", who);
      body.append("draft-words", changed().slice(0, 200));
      let response;
      try {
        response = await ask(location.pathname + location.search, {
          method: "POST",
          body,
          headers: { "X-Draft": "1", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
          keepalive: leaving && body.toString().length < KEEPALIVE_BYTES,
          signal: AbortSignal.timeout(LONGEST),
        });
      } catch {
        response = null;
      }
      if (!response || response.status >= 500) {
        say("unsent", "サーバーにつながりません。書いたものはこの画面に残っています。つながりしだい保存します。画面を閉じないでください。");
        plan(RETRY);
        return false;
      }
      const isNotOurs = response.redirected || response.status === 403 || response.status === 409;
      if (isNotOurs && !isAgain) return (await stillHere()) ? send(false, true) : false;
      if (isNotOurs || response.status === 404) { // still logged in: the page itself is shut
        say("unsent", "この記録は、いまは書けません。担当か、見られる範囲が変わったためです。書いたものはこの画面に残っています。写してから画面を閉じてください。");
        return false;
      }
      if (!response.ok) {
        say("unsent", "この画面の書きかけは保存できません。書きおえたら「保存」を押してください。");
        return true;
      }
      const answer = JSON.parse(response.text);
      lastContact = Date.now();
      keeper.sent = now;
      if (text() === now) form.dataset.kept = "1";
      say("unsent", "");
      say("kept", [`${answer.at} 保存しました（書きかけ）`, ...answer.others].join("　"));
      return true;
    };
    form.addEventListener("formdata", (event) => {
      event.formData.set("draft", keeper.key);
      event.formData.set("draft-form", keeper.name);
    });
    return keeper;
  };

  const saveAll = (leaving) => Promise.all([...keepers.values()].map((keeper) => keeper.save(leaving)));

  const keeperAt = (event) => {
    const form = event.target.form;
    if (!form || event.target.type === "file") return undefined;
    return keepers.get(form);
  };
  document.addEventListener("input", (event) => keeperAt(event)?.typed());
  document.addEventListener("change", (event) => keeperAt(event)?.typed());
  document.addEventListener("focusout", (event) => keeperAt(event)?.save());
  document.addEventListener("visibilitychange", () => { if (document.hidden) saveAll(true); });
  window.addEventListener("pagehide", () => saveAll(true));

  // ---- 「保存」: first the draft, so that nothing can be lost on the way ----
  document.addEventListener("submit", async (event) => {
    const keeper = keepers.get(event.target);
    if (!keeper || event.defaultPrevented) return;
    if (keeper.goes || keeper.isKept()) return;
    event.preventDefault();
    if (keeper.waits) return;
    keeper.waits = true;
    keeper.form.setAttribute("aria-busy", "true");
    const isSafe = await keeper.save();
    keeper.waits = false;
    keeper.form.removeAttribute("aria-busy");
    if (!isSafe) return;
    keeper.goes = true;
    keeper.form.requestSubmit(event.submitter);
    keeper.goes = false;
  });

  // ---- the login has ended, or somebody else logged in here ----
  const useToken = (token) => {
    document.querySelectorAll('input[name="csrfmiddlewaretoken"]').forEach((box) => { box.value = token; });
  };

  const stillHere = async () => {
    try {
      const response = await ask("/me/here/", { headers: { Accept: "application/json" } });
      if (response.ok && !response.redirected) {
        const answer = JSON.parse(response.text);
        if (answer.who === who) {
          lastContact = Date.now();
          useToken(answer.token);
          spot("again").close();
          return true;
        }
      }
    } catch {
      return false;
    }
    if (!spot("again").open) spot("again").showModal();
    return false;
  };

  const logIn = async (event) => {
    event.preventDefault();
    const form = event.target;
    const words = spot("again").querySelector("[data-words]");
    try {
      const page = await ask("/login/");
      const token = new DOMParser().parseFromString(page.text, "text/html")
        .querySelector('input[name="csrfmiddlewaretoken"]').value;
      const body = new URLSearchParams({
        username: who, password: form.elements.password.value, csrfmiddlewaretoken: token,
      });
      const response = await ask("/login/", { method: "POST", body });
      form.elements.password.value = "";
      if (response.redirected && await stillHere()) {
        words.textContent = "";
        await saveAll();
        return;
      }
      words.textContent = "ログインできませんでした。パスワードを確かめてください。";
    } catch {
      words.textContent = "サーバーにつながりません。すこし待って、もう一度押してください。";
    }
    form.elements.password.focus();
  };

  // ---- 続ける: a draft back into the boxes ----
  const put = (box, values) => {
    if (box.type === "checkbox" || box.type === "radio") box.checked = values.includes(box.value);
    else if (box.type === "select-multiple") {
      [...box.options].forEach((option) => { option.selected = values.includes(option.value); });
    } else if (values.length) box.value = values.shift();
  };

  const addRows = (form, values) => {
    values.forEach(([wanted], name) => {
      if (!name.endsWith("-TOTAL_FORMS")) return;
      const prefix = name.slice(0, -"-TOTAL_FORMS".length);
      const button = form.querySelector(`button[name="add"][value="${prefix}"]`);
      const total = form.elements[name];
      for (let tries = 0; button && total && tries < 200 && Number(total.value) < Number(wanted); tries += 1) button.click();
    });
  };

  const goOn = async (notice) => {
    const list = [...keepers.values()];
    const keeper = list.find((row) => row.name === notice.dataset.form) ?? list[0];
    if (!keeper) return;
    await keeper.save(); // what was typed meanwhile is a draft of its own
    const values = new Map();
    JSON.parse(notice.querySelector("script").textContent).forEach(([name, value]) => {
      values.set(name, [...(values.get(name) ?? []), value]);
    });
    keeper.form.querySelectorAll("details").forEach((part) => { part.open = true; });
    addRows(keeper.form, values);
    const version = keeper.form.querySelector('input[name="version"]');
    if (version && values.has("version")) [version.value] = values.get("version");
    boxes(keeper.form).forEach((box) => {
      const before = box.type === "checkbox" || box.type === "radio" ? box.checked : box.value;
      const isChoice = ["checkbox", "radio", "select-multiple"].includes(box.type);
      if (!isChoice && !values.has(box.name)) return;
      put(box, isChoice ? values.get(box.name) ?? [] : values.get(box.name));
      const after = box.type === "checkbox" || box.type === "radio" ? box.checked : box.value;
      if (before === after) return;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.dispatchEvent(new Event("change", { bubbles: true }));
    });
    keeper.key = notice.dataset.draftKey;
    keeper.base = notice.dataset.base;
    notice.remove();
    (keeper.form.querySelector("textarea") ?? boxes(keeper.form)[0])?.focus();
  };

  const setUp = () => {
    document.querySelectorAll("form").forEach((form) => {
      if (isKept(form)) keepers.set(form, keeperOf(form));
    });
    document.querySelectorAll("[data-draft]").forEach((notice) => {
      const list = [...keepers.values()];
      const keeper = list.find((row) => row.name === notice.dataset.form) ?? list[0];
      notice.querySelector("[data-newer]").hidden = !keeper || keeper.base === notice.dataset.base;
      notice.querySelector("[data-continue]").hidden = !keeper;
      notice.querySelector("[data-continue]").addEventListener("click", () => goOn(notice));
      if (new URLSearchParams(location.search).get("draft") === notice.dataset.draft) goOn(notice);
    });
    spot("again").querySelector("form").addEventListener("submit", logIn);
    spot("stay").querySelector("button").addEventListener("click", async () => {
      say("stay", "");
      await stillHere();
    });
  };

  // ---- five minutes before the login ends one key is enough to go on ----
  setInterval(() => {
    const left = lastContact + idleMs - Date.now();
    if (keepers.size && left < 5 * 60000 && left > 0) {
      say("stay", "操作がないため、あと5分ほどでログインが終わります。書いたものは残ります。");
    }
  }, 30000);

  setUp();
})();
