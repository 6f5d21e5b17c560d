// Today under the keyboard: J K move, Enter opens; other letters press what the row says they do.
import { isBusy, openMenu } from "../typing.js";

const SOON = 600_000 // milliseconds

customElements.define("day-list", class extends HTMLElement {
  #at = -1

  connectedCallback() {
    document.addEventListener("keydown", this.#key)
    this.addEventListener("htmx:beforeRequest", this.#opens)
    this.addEventListener("htmx:afterSettle", this.#settled)
    this.addEventListener("keydown", this.#leave)
    const left = JSON.parse(sessionStorage.getItem("today") ?? "null")
    sessionStorage.removeItem("today")
    if (left && Date.now() - left.when < SOON) this.#show(left.at)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key)
  }

  // A dialog that is opened from a row may lead away and back: then one goes on at that row.
  #opens = ({ target }) => {
    if (!target.closest?.("[data-does], .trow__ask")) return
    const at = [...this.querySelectorAll("[data-row]")].indexOf(target.closest("[data-row]"))
    sessionStorage.setItem("today", JSON.stringify({ at, when: Date.now() }))
  }

  #key = (event) => {
    if (isBusy(event) || openMenu() || event.shiftKey || document.querySelector("dialog[open]")) return
    const onControl = event.target.closest?.("a, button, input, select")
    if (event.key === "j" || event.key === "ArrowDown") this.#move(1, event)
    else if (event.key === "k" || event.key === "ArrowUp") this.#move(-1, event)
    else if (event.key === "Enter" && !onControl) this.#cursor?.querySelector("a.mini__t")?.click()
    else this.#press(event)
  }

  #press(event) {
    const found = this.#cursor?.querySelector(`[data-does="${CSS.escape(event.key)}"]`)
    if (!found) return
    event.preventDefault()
    event.stopImmediatePropagation()
    found.click()
  }

  #move(by, event) {
    event.preventDefault()
    this.#show(this.#at + by)
  }

  // What was worked on is gone: the next row has taken its place. What is asked comes first.
  #settled = () => {
    if (this.#at >= 0) this.#show(this.#at)
    this.querySelector("[autofocus]")?.focus()
  }

  // Esc leaves the question what comes next unanswered.
  #leave = (event) => {
    const asked = event.key === "Escape" && event.target.closest("#day .donext")
    if (!asked) return
    asked.remove()
    this.#show(this.#at)
  }

  #show(at) {
    const rows = [...this.querySelectorAll("[data-row]")]
    this.#cursor?.classList.remove("is-cursor")
    this.#at = Math.min(rows.length - 1, Math.max(0, at))
    rows[this.#at]?.classList.add("is-cursor")
    rows[this.#at]?.focus({ preventScroll: true })
    rows[this.#at]?.scrollIntoView({ block: "nearest" })
  }

  get #cursor() {
    return this.querySelector(".trow.is-cursor")
  }
})
