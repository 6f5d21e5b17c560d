// The lines of a draft by keyboard: ↑ ↓ go to the same cell of the next row, Alt ↑ ↓ move the row,
// Alt ⌫ removes it or takes it back, Enter goes on to the field that adds.
import { announce } from "../announce.js";

customElements.define("line-grid", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", this.#key)
  }

  #key = (event) => {
    const { target, key } = event
    if (key === "Enter" && target === this.adds) return this.#find(event, target)
    const row = target.closest("[data-row]")
    if (!row || target.closest(".grip") || target.list) return
    if (event.altKey && (key === "Backspace" || key === "Delete")) row.querySelector(".gone input").click()
    else if (event.altKey && key.startsWith("Arrow")) this.#move(row, key === "ArrowUp", target)
    else if (key === "ArrowUp" || key === "ArrowDown") this.#step(row, key === "ArrowUp", target)
    else if (key === "Enter" && target.matches(".cell") && !event.ctrlKey) this.adds.focus()
    else return
    event.preventDefault()
  }

  #find(event, field) { // what a scanner types ends with Enter before anything was found
    event.preventDefault()
    if (!field.value.trim()) return
    const kept = field.closest("combo-box").querySelector("[type=hidden]")
    kept.value = `find:${field.value.trim()}`
    kept.dispatchEvent(new Event("change", { bubbles: true }))
  }

  #move(row, isUp, field) {
    const next = isUp ? row.previousElementSibling : row.nextElementSibling
    if (!next) return
    next[isUp ? "before" : "after"](row)
    field.focus()
    const rows = [...row.parentElement.children]
    announce(`${rows.indexOf(row) + 1} / ${rows.length}`)
    row.dispatchEvent(new CustomEvent("sorted", { bubbles: true }))
  }

  #step(row, isUp, field) {
    const next = isUp ? row.previousElementSibling : row.nextElementSibling
    const name = field.name.split("-")[1]
    const wanted = next ? next.querySelector(`[name$="-${name}"]`) : isUp ? null : this.adds
    wanted?.focus()
    wanted?.select?.()
  }

  get adds() { return this.querySelector("#doc-add") }
})
