// A field that searches: the server answers options for what is typed, this moves the choice.
// An option carries data-value (kept in the hidden input) and data-shown; data-create opens a dialog.
import { makeForField } from "../making.js";
import { chooseOption, chosenOption } from "../options.js";

customElements.define("combo-box", class extends HTMLElement {
  #timer
  #asked = 0

  connectedCallback() {
    this.addEventListener("input", this.#typed)
    this.addEventListener("focusin", (event) => event.target === this.input && this.#ask())
    this.addEventListener("focusout", (event) => this.contains(event.relatedTarget) || this.#close())
    this.addEventListener("keydown", this.#key)
    this.addEventListener("pointerdown", this.#press)
  }

  #typed = (event) => {
    if (event.target !== this.input) return
    this.kept.value = ""
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#ask(), 120)
  }

  async #ask() {
    const mine = ++this.#asked
    const url = new URL(this.dataset.url, location.href)
    url.searchParams.set("q", this.kept.value ? "" : this.input.value)
    const answer = await fetch(url, { headers: { "HX-Request": "true" } })
    if (mine !== this.#asked || !answer.ok || !this.contains(document.activeElement)) return
    this.list.innerHTML = await answer.text()
    this.options.forEach((option, at) => (option.id = `${this.list.id}-${at}`))
    this.#open(this.list.childElementCount > 0)
    if (this.input.value && !this.kept.value) this.#mark(0)
  }

  #key = (event) => {
    const at = chosenOption(this.options)
    if (event.key === "ArrowDown") this.list.hidden ? this.#ask() : this.#mark(at + 1)
    else if (event.key === "ArrowUp") this.#mark(at - 1)
    else if (event.key === "Enter" && !this.list.hidden && at >= 0 && !event.ctrlKey) this.#pick(this.options[at])
    else if (event.key === "Escape" && !this.list.hidden) this.#close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #press = (event) => {
    const option = event.target.closest("[role=option]")
    if (!option) return
    event.preventDefault() // focus stays in the field
    this.#pick(option)
  }

  #mark = (wanted) => chooseOption(this.options, wanted, this.input)

  #pick(option) {
    this.#close()
    const { create, value, shown } = option.dataset
    create ? makeForField(create, this.input.id, this.#keep) : this.#keep(value, shown)
  }

  #keep = (value, shown) => {
    this.kept.value = value
    this.input.value = shown
    this.kept.dispatchEvent(new Event("change", { bubbles: true }))
  }

  #open(isOpen) {
    this.list.hidden = !isOpen
    this.input.setAttribute("aria-expanded", isOpen)
  }

  #close() { this.#asked++; this.#open(false) }

  get input() { return this.querySelector("[role=combobox]") }
  get kept() { return this.querySelector("input[type=hidden]") }
  get list() { return this.querySelector("[role=listbox]") }
  get options() { return [...this.querySelectorAll("[role=option]")] }
})
