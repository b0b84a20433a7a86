-- Run by `nvim --headless`, set up as docs/editors.md says: opens a file, waits for a diagnostic and for what its import costs,
-- makes the preferred action, waits until the diagnostic is gone.
vim.cmd('edit ' .. vim.env.DORMANT_FILE)
local function count() return #vim.diagnostic.get(0) end
vim.wait(60000, function() return count() > 0 end, 20)
local found = vim.diagnostic.get(0)[1]
vim.wait(60000, function() return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0 end, 20)
local hint = (vim.lsp.inlay_hint.get({ bufnr = 0 })[1] or { inlay_hint = {} }).inlay_hint.label
local at = { line = found.lnum, character = 20 }
local params = {
  textDocument = { uri = vim.uri_from_bufnr(0) },
  range = { start = at, ['end'] = at },
  context = { diagnostics = {} },
}
for _, answer in pairs(vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 60000)) do
  for _, action in ipairs(answer.result) do
    if action.isPreferred then vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16') end
  end
end
vim.wait(60000, function() return count() == 0 end, 20)
vim.cmd('write')
io.stdout:write(table.concat({ found.code, found.col, hint or 'no hint', count() }, '|') .. '\n')
vim.cmd('qa!')
