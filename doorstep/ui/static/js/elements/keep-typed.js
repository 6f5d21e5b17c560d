// What is typed in the fields inside is kept on the server a moment later, and comes back after a reload:
// <keep-typed data-url="…">, in a form. The server forgets it when the form is sent.
import { draftNote } from "../draft-note.js";

const PAUSE = 800 // milliseconds after the last key
const FIELDS = "textarea, select, input:not([type=hidden], [type=file], [type=password], [type=radio])"
const held = (field) => (field.type === "checkbox" ? "checked" : "value")

customElements.define("keep-typed", class extends HTMLElement {
  #timer = 0
  #asked
  #sending

  connectedCallback() {
    this.#asked = "given" in this.dataset // the server has just said what stands there
    this.addEventListener("input", this.#typed)
    this.addEventListener("focusin", this.#restore)
    this.closest("form").addEventListener("submit", this.#stop)
    addEventListener("pagehide", this.#leave)
    if (localStorage.getItem(this.#mark)) this.#restore()
  }

  disconnectedCallback() {
    removeEventListener("pagehide", this.#leave)
    this.#leave()
  }

  #typed = (event) => {
    sessionStorage.removeItem(this.#mark)
    if (!event.target.matches(FIELDS)) return
    this.#asked = true // what one types now is newer
    localStorage.setItem(this.#mark, "1")
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#keep, PAUSE)
  }

  #keep = () => {
    this.#timer = 0
    const text = JSON.stringify(Object.fromEntries(this.#fields.map((each) => [each.name, each[held(each)]])))
    this.#sending = new AbortController()
    this.#ask("POST", { body: new URLSearchParams({ said: text }), keepalive: true, signal: this.#sending.signal })
    return text
  }

  #leave = () => this.#timer && (clearTimeout(this.#timer), sessionStorage.setItem(this.#mark, this.#keep()))

  // What is on its way to be kept must not come after what is sent.
  #stop = () => {
    clearTimeout(this.#timer)
    this.#timer = 0
    this.#sending?.abort()
    localStorage.removeItem(this.#mark)
    sessionStorage.removeItem(this.#mark)
  }

  #restore = async () => {
    if (this.#asked) return
    this.#asked = true
    const before = this.#fields.map((each) => each.value)
    const left = sessionStorage.getItem(this.#mark)
    if (left) await new Promise((later) => setTimeout(later, PAUSE))
    const answer = await this.#ask("GET")
    if (answer?.status !== 200) return this.#timer || this.#sending || localStorage.removeItem(this.#mark)
    const { said: kept, says, discard } = await answer.json()
    const said = { ...kept, ...JSON.parse(left ?? "{}") }
    const same = this.#fields.filter((each, at) => each.name in said && each.value === before[at])
    same.forEach((each) => (each[held(each)] = said[each.name]))
    this.prepend(draftNote(says, discard, this.#letGo))
  }

  #letGo = () => (this.#stop(), this.#ask("DELETE"), this.closest("form").reset(), this.#fields[0]?.focus())

  #ask(method, more = {}) {
    const token = this.closest("form").querySelector("[name=csrfmiddlewaretoken]").value
    return fetch(this.dataset.url, { method, headers: { "X-CSRFToken": token }, ...more }).catch(() => null)
  }

  get #fields() { return [...this.querySelectorAll(FIELDS)].filter((each) => each.name) }
  get #mark() { return `typed ${this.dataset.url}` }
})
