//! What all pages look like, and their switch between light and dark: without a script, and without anything loaded from elsewhere.
//! A page takes its colours from `light-dark()`.

/// Colours, widths, headings and cards.
pub(super) const BASE: &str = include_str!("theme.css");

/// The switch, for the beginning of a page's body. What it shows first is what the reader's system prefers.
pub(super) const SWITCH: &str = "\
<style>
:root:has(#theme:checked) { color-scheme: dark }
@media (prefers-color-scheme: dark) { :root:has(#theme:checked) { color-scheme: light } }
.theme input { position: absolute; opacity: 0; pointer-events: none }
.theme:focus-within { outline: 2px solid light-dark(#2f6fde, #7aa8ff) }
</style>
<label class=\"theme\" title=\"Light or dark\"><input type=\"checkbox\" id=\"theme\" aria-label=\"Light or dark\">\u{25d0}</label>
";
