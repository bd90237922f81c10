# Whether two SVG pictures by gnuplot show the same curves: every corner of a thick line of one lies within two pixels of the line of
# the same name in the other. What they differ by otherwise, as versions of gnuplot and processors do in residuals, is not looked at.
#
#   awk -f pictures.awk committed.svg drawn.svg        status 1, and a message, where they do not
FNR == 1 { file++; FS = "\n" }
match($0, /<title>.*<\/title>/) { name = substr($0, RSTART + 7, RLENGTH - 15) }
match($0, /stroke-width="[0-9.]+"/) { width = substr($0, RSTART + 14, RLENGTH - 15) + 0 }
/<path/ { inside = 0 }
/<path.* d='M/ && width >= 2 { inside = 1; sub(/.* d='/, "") }
inside {
  done = index($0, "'")
  if (done) $0 = substr($0, 1, done - 1)
  gsub(/M/, "M ")
  gsub(/L/, "L ")
  count = split($0, words, /[ \t]+/)
  for (i = 1; i <= count; ++i) {
    if (words[i] == "M") begins = 1
    else if (split(words[i], place, ",") == 2) add(place[1], place[2])
  }
  if (done) inside = 0
}

# The number of its piece goes with each corner.
function add(x, y,    n) {
  if (!((file, name) in corners)) names[file]++
  n = ++corners[file, name]
  xs[file, name, n] = x
  ys[file, name, n] = y
  if (begins) pieces++
  piece[file, name, n] = pieces
  size[pieces]++
  begins = 0
}

function distance(x, y, f, name, n,    ax, ay, dx, dy, along) {
  ax = xs[f, name, n]
  ay = ys[f, name, n]
  dx = xs[f, name, n + 1] - ax
  dy = ys[f, name, n + 1] - ay
  along = dx * dx + dy * dy ? ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy) : 0
  along = along < 0 ? 0 : along > 1 ? 1 : along
  return sqrt((x - ax - along * dx) ^ 2 + (y - ay - along * dy) ^ 2)
}

function largest_gap(f, g, name,    k, n, nearest, d, largest) {
  largest = 0
  for (k = 1; k <= corners[f, name]; ++k) {
    if (size[piece[f, name, k]] == 2) continue # the sample of the line in the key
    nearest = 1e9
    for (n = 1; n < corners[g, name]; ++n) {
      if (piece[g, name, n] != piece[g, name, n + 1]) continue
      d = distance(xs[f, name, k], ys[f, name, k], g, name, n)
      if (d < nearest) nearest = d
    }
    if (nearest > largest) largest = nearest
  }
  return largest
}

END {
  if (!names[1] || names[1] != names[2]) {
    print "there are " names[1] + 0 " and " names[2] + 0 " curves"
    exit 1
  }
  for (key in corners) {
    split(key, parts, SUBSEP)
    gap = largest_gap(parts[1], 3 - parts[1], parts[2])
    if (gap > 2) {
      print "the curves '" parts[2] "' are " gap " pixels apart"
      exit 1
    }
  }
}
