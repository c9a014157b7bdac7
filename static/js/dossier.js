// Saves a section of a dossier while it is being filled in, and says when it did.
// Without scripts the form saves by its buttons. The answers to what is posted are
// made by members/views/workspace/filling.py.
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch) return;

  const PAUSE = 1500;
  const RETRY = 15000;
  const LOOK = 30000;
  const SUFFIXES = { qualifier: ":muc", isEstimate: ":uoc", note: ":ghichu", rev: ":rev" };
  // The server's mark of who opened this page: another person saves nothing from it.
  const reader = form.elements.namedItem("nguoi-mo").value;
  const store = `lhh-chua-luu:${form.dataset.reader}:${location.pathname}`;
  const state = form.querySelector(".savebar__state");
  const asks = new Map(
    [...form.querySelectorAll(".ask[data-key]")]
      .filter((ask) => ask.querySelector('[name$=":rev"]'))
      .map((ask) => [ask.dataset.key, ask]),
  );
  const dirty = new Map(); // key → what was last posted of it, or null
  let timer = 0;
  let running = null;
  let lastLook = Date.now();
  let isOthers = false; // somebody else has signed in in this browser

  const part = (key, suffix = "") => form.elements.namedItem(key + suffix);
  const keyOf = (element) => element.closest(".ask[data-key]")?.dataset.key;

  const values = (key) => ({
    value: part(key).value,
    qualifier: part(key, ":muc")?.value ?? "",
    isEstimate: part(key, ":uoc")?.checked ?? false,
    note: part(key, ":ghichu")?.value ?? "",
    rev: part(key, ":rev").value,
  });

  const same = (a, b) =>
    ["value", "qualifier", "isEstimate", "note"].every((name) => a[name] === b[name]);

  const put = (key, said) => {
    part(key).value = said.value;
    for (const [name, suffix] of Object.entries(SUFFIXES)) {
      const input = part(key, suffix);
      if (!input) continue;
      if (name === "isEstimate") input.checked = said[name];
      else input.value = said[name];
    }
  };

  const say = (words, kind = "") => {
    state.textContent = words;
    state.dataset.state = kind;
  };

  // --- What is not saved yet is also kept in this browser -------------------------

  const remember = () => {
    const kept = Object.fromEntries([...dirty.keys()].map((key) => [key, values(key)]));
    try {
      if (dirty.size) localStorage.setItem(store, JSON.stringify({ at: Date.now(), kept }));
      else localStorage.removeItem(store);
    } catch {
      // No room, or not allowed: saving on the server goes on all the same.
    }
  };

  const recall = () => {
    try {
      return JSON.parse(localStorage.getItem(store));
    } catch {
      return null;
    }
  };

  // --- What the server says about a field ------------------------------------------

  const paragraph = (text, strong = false) => {
    const p = document.createElement("p");
    const inside = strong ? p.appendChild(document.createElement("strong")) : p;
    inside.textContent = text;
    return p;
  };

  const showErrors = (key, errors) => {
    const ask = asks.get(key);
    ask.querySelector("[data-errors]").replaceChildren(...errors.map((e) => paragraph(e)));
    ask.classList.toggle("ask--error", errors.length > 0);
    part(key).toggleAttribute("aria-invalid", false);
    if (errors.length) part(key).setAttribute("aria-invalid", "true");
  };

  const showQuestion = (key, words) => {
    const ask = asks.get(key);
    const more = ask.querySelector(".ask__more");
    if (!more) return;
    let box = ask.querySelector(".ask__question");
    if (!words) {
      box?.remove();
      return;
    }
    if (!box) {
      box = paragraph("");
      box.className = "ask__question";
      box.id = `hoi-${key}`;
      more.closest(".ask__row").before(box);
    }
    box.textContent = words;
    more.open = true;
  };

  const showClash = (key, clash, theirs) => {
    const box = document.createElement("div");
    box.className = "ask__clash";
    box.setAttribute("role", "alert");
    const quote = document.createElement("blockquote");
    quote.textContent = clash.text || "(để trống)";
    const choice = document.createElement("div");
    choice.className = "actions";
    const button = (label, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button button--quiet";
      made.textContent = label;
      made.addEventListener("click", () => {
        // First, for a field with an open question is not saved.
        box.remove();
        act();
      });
      choice.append(made);
    };
    button("Lấy nội dung trên", () => {
      put(key, theirs);
      dirty.delete(key);
      remember();
    });
    button("Giữ nội dung của tôi", () => {
      part(key, ":rev").value = theirs.rev;
      touch(key);
      save();
    });
    box.append(
      paragraph(`${clash.by} vừa ghi chỗ này lúc ${clash.at}:`, true),
      quote,
      paragraph("Ô bên dưới đang là nội dung của bạn, chưa lưu."),
      choice,
    );
    asks.get(key).querySelector("[data-clash]").replaceChildren(box);
  };

  const told = (key, words) => {
    asks.get(key).querySelector("[data-told]").textContent = words;
  };

  const showSections = (sections) => {
    for (const [key, { words, tone }] of Object.entries(sections)) {
      const place = document.querySelector(`[data-state-of="${key}"]`);
      if (!place) continue;
      place.className = ["steps__state", tone && `steps__state--${tone}`].join(" ").trim();
      place.querySelector("[data-words]").textContent = words;
      for (const sign of place.querySelectorAll("[data-tone]")) {
        sign.hidden = sign.dataset.tone !== tone;
      }
    }
  };

  const isClashing = (key) => asks.get(key).querySelector(".ask__clash") !== null;

  // What stands on the server now; a field that is being written in is left alone.
  const take = (answer, sent = new Map()) => {
    for (const [key, fresh] of Object.entries(answer.fields)) {
      if (!asks.has(key)) continue;
      const now = values(key);
      const was = sent.get(key);
      const isRefused = key in answer.refused;
      const isClash = key in answer.clashes;
      if (isClash) showClash(key, answer.clashes[key], fresh);
      else if (isRefused) showErrors(key, answer.refused[key]);
      else if (was) {
        // Kept. What was typed since the posting is dirty still, upon the new state.
        part(key, ":rev").value = fresh.rev;
        if (same(now, was)) {
          dirty.delete(key);
          if (!asks.get(key).contains(document.activeElement)) put(key, fresh);
        }
        told(key, "");
      } else if (!dirty.has(key) && fresh.rev !== now.rev) {
        put(key, fresh);
        told(key, `${fresh.by} vừa sửa chỗ này lúc ${fresh.at}.`);
      }
      if (!isRefused && !dirty.has(key)) {
        showErrors(key, fresh.errors);
        showQuestion(key, fresh.question);
      }
      const sum = asks.get(key).querySelector("[data-sum-of] strong");
      if (sum) sum.textContent = fresh.sum;
    }
    showSections(answer.sections);
    remember();
  };

  // --- Saving --------------------------------------------------------------------

  const body = (keys) => {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.append("nguoi-mo", reader);
    for (const key of keys) {
      for (const input of asks.get(key).querySelectorAll("[name]")) {
        if (input.tagName === "BUTTON" || (input.type === "checkbox" && !input.checked)) continue;
        data.append(input.name, input.value);
      }
    }
    return data;
  };

  const post = async (keys) => {
    const send = () =>
      fetch(location.pathname, {
        method: "POST",
        body: body(keys),
        headers: { Accept: "application/json" },
        redirect: "error",
        // Outlives the page when the reader is just leaving it.
        keepalive: document.hidden,
      });
    let response = await send();
    if (response.status === 403) {
      // Signed in anew in another window: the page's token is an old one.
      const { token } = await response.json();
      if (token) form.elements.csrfmiddlewaretoken.value = token;
      response = await send();
    }
    return response;
  };

  const saveOnce = async () => {
    const keys = [...dirty.keys()].filter((key) => !isClashing(key));
    if (!keys.length) return dirty.size === 0;
    say("Đang lưu…");
    const sent = new Map(keys.map((key) => [key, values(key)]));
    let response;
    try {
      response = await post(keys);
    } catch {
      say("Mất kết nối, chưa lưu. Nội dung giữ trên máy này và sẽ tự lưu lại.", "failed");
      later(RETRY);
      return false;
    }
    if (response.status === 401) {
      const { signIn } = await response.json();
      askToSignIn(signIn);
      return false;
    }
    if (response.status === 409) {
      const { message } = await response.json();
      isOthers = true;
      say(`${message} Nội dung vẫn giữ trên máy này cho người đó.`, "failed");
      return false;
    }
    if (!response.ok) {
      say("Chưa lưu được. Nội dung giữ trên máy này và sẽ tự lưu lại.", "failed");
      later(RETRY);
      return false;
    }
    const answer = await response.json();
    take(answer, sent);
    const failed = [...Object.keys(answer.refused), ...Object.keys(answer.clashes)];
    if (answer.note) say(answer.note, "failed");
    else if (failed.length) {
      say(`Có ${failed.length} chỗ chưa lưu, xem chỗ đánh dấu đỏ`, "failed");
    } else if (!dirty.size) say(`Đã lưu lúc ${answer.at}`, "saved");
    else later(PAUSE);
    return failed.length === 0 && dirty.size === 0;
  };

  // One at a time; whoever asks meanwhile waits, and then what is new is saved too.
  const save = async () => {
    clearTimeout(timer);
    while (running) await running;
    running = saveOnce();
    try {
      return await running;
    } finally {
      running = null;
    }
  };

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  const askToSignIn = (address) => {
    say("Phiên làm việc đã hết, chưa lưu. Nội dung vẫn giữ trên máy này. ", "failed");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = "Đăng nhập lại";
    state.append(link);
  };

  const touch = (key) => {
    dirty.set(key, true);
    told(key, "");
    remember();
    say("Chưa lưu…");
  };

  form.addEventListener("input", (event) => {
    const key = keyOf(event.target);
    if (!key || !asks.has(key)) return;
    touch(key);
    addUp();
    later(PAUSE);
  });

  form.addEventListener("change", (event) => {
    // A file goes up as soon as it is chosen, after what was written.
    if (event.target.type === "file") form.requestSubmit();
    else if (dirty.size) later(200);
  });

  // The buttons: what is dirty is saved first, then the form goes its way. A page that
  // could not save stays, so that nothing written is left behind.
  let isLeaving = false;
  form.addEventListener("submit", async (event) => {
    // Inputs that the server could not keep are its matter: it gets the whole form.
    if (isLeaving || "unsaved" in form.dataset) return;
    const button = event.submitter;
    if (button?.name === "bo" || button?.name === "theo") {
      dirty.clear();
      remember();
      return;
    }
    event.preventDefault();
    const isSaved = dirty.size === 0 || (await save());
    if (!isSaved) {
      form.querySelector(".ask--error, .ask__clash")?.scrollIntoView({ block: "center" });
      return;
    }
    const hasFiles = [...form.querySelectorAll("input[type=file]")].some((f) => f.files.length);
    if (!button?.name && !hasFiles) {
      say(state.dataset.state === "saved" ? state.textContent : "Không có gì mới để lưu", "saved");
      return;
    }
    isLeaving = true;
    form.requestSubmit(button);
  });

  // --- Sums of the parts, as they are typed ----------------------------------------

  const numberOf = (text) => {
    const plain = text.replace(/[\s.]/g, "").replace(",", ".");
    return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : 0;
  };

  const addUp = () => {
    for (const line of form.querySelectorAll("[data-sum-of]")) {
      const parts = [...asks.values()].filter((ask) => ask.dataset.partOf === line.dataset.sumOf);
      const sum = parts.reduce((total, ask) => total + numberOf(part(ask.dataset.key).value), 0);
      line.querySelector("strong").textContent = sum.toLocaleString("vi-VN", {
        maximumFractionDigits: Number(line.dataset.decimals),
      });
    }
  };

  // --- What others, or another window, have written --------------------------------

  const look = async () => {
    if (document.hidden || running || Date.now() - lastLook < 3000) return;
    lastLook = Date.now();
    try {
      const response = await fetch(location.pathname, {
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      if (response.ok) {
        const answer = await response.json();
        if (answer.reader !== reader) return;
        take(answer);
        if (isOthers) later(PAUSE);
        isOthers = false;
      } else if (response.status === 401) askToSignIn((await response.json()).signIn);
    } catch {
      // Without a network there is nothing to see.
    }
  };

  setInterval(look, LOOK);
  window.addEventListener("focus", look);
  window.addEventListener("online", () => dirty.size && save());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && dirty.size) save();
    else look();
  });

  // --- What was left unsaved in this browser ----------------------------------------

  const offer = () => {
    const left = recall();
    const kept = Object.entries(left?.kept ?? {}).filter(
      ([key, said]) => asks.has(key) && !same(said, values(key)),
    );
    if (!kept.length) {
      remember();
      return;
    }
    const at = new Date(left.at);
    const clock = at.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
    const day = at.toLocaleDateString("vi-VN");
    const note = document.createElement("div");
    note.className = "note note--warning";
    note.setAttribute("role", "alert");
    const choice = document.createElement("div");
    choice.className = "actions";
    const button = (label, css, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = css;
      made.textContent = label;
      made.addEventListener("click", () => {
        note.remove();
        act();
      });
      choice.append(made);
    };
    button("Lấy lại và lưu", "button", () => {
      for (const [key, said] of kept) {
        put(key, said);
        touch(key);
      }
      addUp();
      save();
    });
    button("Bỏ", "button button--quiet", remember);
    note.append(
      paragraph(`Trên máy này còn ${kept.length} chỗ bạn viết lúc ${clock}, ${day} mà chưa lưu.`),
      choice,
    );
    form.before(note);
  };

  offer();
})();
