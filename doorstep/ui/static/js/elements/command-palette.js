// Ctrl K: the server finds, this moves the choice and goes there. Tab asks what can be done with it.
import { chooseOption, chosenOption } from "../options.js";
import { recentRecords } from "./recent-record.js";

customElements.define("command-palette", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", this.#key)
    this.addEventListener("click", this.#click)
    this.addEventListener("htmx:configRequest", this.#ask)
    document.addEventListener("keydown", this.#shortcut)
    document.addEventListener("click", this.#opener)
    this.#list.addEventListener("htmx:afterSwap", () => this.#choose(0))
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#shortcut)
    document.removeEventListener("click", this.#opener)
  }

  #shortcut = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return
    event.preventDefault()
    this.#dialog.open ? this.#dialog.close() : this.#open()
  }

  #opener = (event) => {
    if (!event.target.closest("[data-palette]")) return
    event.preventDefault()
    this.#open()
  }

  #open(about = this.#input.dataset.on, typed = "") {
    this.about = about
    if (!this.#dialog.open) this.#dialog.showModal()
    this.#input.value = typed
    htmx.trigger(this.#input, "palette-open")
  }

  #ask = (event) => {
    event.detail.parameters.on = this.about ?? ""
    if (!this.#input.value) event.detail.parameters.recent = recentRecords().filter((name) => name !== this.about)
  }

  #key = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const at = chosenOption(this.#options)
    const record = this.#options[at]?.dataset.record
    if (step) this.#choose(at + step)
    else if (event.key === "Enter") this.#go(this.#options[at])
    else if (event.key === "Tab" && !event.shiftKey && record) this.#open(record, ">")
    else return
    event.preventDefault()
  }

  #click = (event) => {
    if (event.target === this.#dialog) this.#dialog.close()
    this.#go(event.target.closest("[role=option]"))
  }

  #choose = (wanted) => chooseOption(this.#options, wanted, this.#input)

  #go(option) {
    if (!option) return
    const { url, how, values = "{}" } = option.dataset
    this.#dialog.close()
    if (how === "click") document.querySelector(url)?.click()
    else if (how === "dialog") htmx.ajax("GET", url, { target: "#dialog", swap: "innerHTML" })
    else if (how === "post") htmx.ajax("POST", url, { target: "body", swap: "innerHTML", values: JSON.parse(values) })
    else location.assign(url)
  }

  get #dialog() { return this.querySelector("dialog") }
  get #input() { return this.querySelector("input") }
  get #list() { return this.querySelector("[role=listbox]") }
  get #options() { return [...this.querySelectorAll("[role=option]")] }
})
