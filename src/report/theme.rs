//! The switch between light and dark that pages have: without a script, and without anything loaded from elsewhere. A page that
//! has it takes its colours from `light-dark()`.

/// The switch, for the beginning of a page's body. What it shows first is what the reader's system prefers.
pub(super) const SWITCH: &str = "\
<style>
:root:has(#theme:checked) { color-scheme: dark }
@media (prefers-color-scheme: dark) { :root:has(#theme:checked) { color-scheme: light } }
.theme { position: absolute; top: .75rem; right: .75rem; cursor: pointer; font-size: 1.1rem; line-height: 1; padding: .35rem;
  border-radius: 6px; border: 1px solid light-dark(#d5d9de, #3a3f46) }
.theme input { position: absolute; opacity: 0; pointer-events: none }
.theme:focus-within { outline: 2px solid light-dark(#2f6fde, #7aa8ff) }
h1 { padding-right: 2.5rem }
@media print { .theme { display: none } }
</style>
<label class=\"theme\" title=\"Light or dark\"><input type=\"checkbox\" id=\"theme\" aria-label=\"Light or dark\">\u{25d0}</label>
";
