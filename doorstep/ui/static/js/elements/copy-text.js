// Copies what it names: <copy-text data-text="DS-7F3K"><button>Copy</button></copy-text>
import { announce } from "../announce.js";

customElements.define("copy-text", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", async () => {
      await navigator.clipboard?.writeText(this.dataset.text)
      announce(this.dataset.said ?? this.dataset.text)
    })
  }
})
