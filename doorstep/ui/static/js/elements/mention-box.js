// After an @ in the composer's note: colleagues to choose from, <mention-box data-url="…">.
// Choosing who cannot see the record yet adds to the form that it is shared with them.
import { chooseOption, chosenOption } from "../options.js";

const MENTION = /(^|[^\w.@])@([^\W_][\w.'-]*(?: [\w'-]*)?|)$/

customElements.define("mention-box", class extends HTMLElement {
  #asked = 0

  connectedCallback() {
    document.addEventListener("input", this.#typed)
    document.addEventListener("keydown", this.#key, true)
    document.addEventListener("focusout", this.#left)
  }

  disconnectedCallback() {
    document.removeEventListener("input", this.#typed)
    document.removeEventListener("keydown", this.#key, true)
    document.removeEventListener("focusout", this.#left)
    this.list?.remove()
  }

  #typed = async (event) => {
    if (!event.target.matches?.("textarea.composer__in[name=text]")) return
    this.field = event.target
    const typed = this.#before.match(MENTION)
    const mine = ++this.#asked
    if (!typed) return this.#close()
    const url = new URL(this.dataset.url, location.href)
    url.searchParams.set("q", typed[2])
    const answer = await fetch(url, { headers: { "HX-Request": "true" } })
    if (mine !== this.#asked || !answer.ok) return
    this.list ??= Object.assign(document.createElement("ul"), { id: "mention-list", className: "listbox listbox--pop mention-list" })
    this.list.setAttribute("role", "listbox")
    this.list.setAttribute("aria-label", this.dataset.label)
    this.list.innerHTML = await answer.text()
    this.list.onpointerdown = this.#press
    this.field.after(this.list)
    this.list.hidden = !this.options.length
    if (this.options.length) chooseOption(this.options, 0, this.field)
  }

  #key = (event) => {
    if (event.target !== this.field || !this.list || this.list.hidden) return
    const at = chosenOption(this.options)
    if (event.key === "ArrowDown" || event.key === "ArrowUp") chooseOption(this.options, at + (event.key === "ArrowDown" ? 1 : -1), this.field)
    else if ((event.key === "Enter" && !event.ctrlKey) || event.key === "Tab") this.#pick(this.options[at])
    else if (event.key === "Escape") this.#close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #press = (event) => {
    event.preventDefault() // focus stays in the field
    const option = event.target.closest("[role=option]")
    if (option) this.#pick(option)
  }

  #pick(option) {
    const start = this.#before.lastIndexOf("@")
    this.field.setRangeText(`@${option.dataset.name} `, start, this.field.selectionStart, "end")
    if (option.dataset.share) {
      const kept = Object.assign(document.createElement("input"), { type: "hidden", name: "share", value: option.dataset.share })
      this.field.form.append(kept)
    }
    this.#close()
  }

  #left = (event) => { if (event.target === this.field) this.#close() }

  #close() {
    if (this.list) this.list.hidden = true
    this.field?.removeAttribute("aria-activedescendant")
  }

  get #before() { return this.field.value.slice(0, this.field.selectionStart) }
  get options() { return [...this.list.querySelectorAll("[role=option]")] }
})
