# What Doxygen reads in place of a file of autodiff/ (see docs/Doxyfile), so that the headers need no markup of Doxygen's:
#
#   the comment at the head     is the text of the page of a door (autodiff/dual.hpp), or of the file of a part
#   every name                  belongs to the page of its door: those of autodiff/tape.hpp and autodiff/tape/ to tape.hpp's
#   a row of a table of rules   is a documented function: its comment is the row itself
#   an operator, a copy         needs no comment where it means what it means for a double: stock_comment has one
#   specialisations             of a trait (UnderlyingOf<Pack>) are left out: the trait is documented once
#   a macro                     that is undefined at the end of its header is left out
#
# Lines stay where they are, so that Doxygen's warnings name the header's own line.
BEGIN {
  path = ARGV[1]
  while ((getline line < path) > 0)
    if (line ~ /^ *#undef /) { sub(/^ *#undef +/, "", line); is_local[line] = 1 }
  close(path)
  sub(/^.*autodiff\//, "", path)
  is_door = path !~ /\//
  page = path
  sub(/\/.*/, "", page)
  sub(/\.hpp$/, "", page)
  in_head = 1
  open_page = " /** @addtogroup " page (page == "numbers" ? " What several number types share" : "") " */ /**@{*/"
  close_page = "/**@}*/ "

  traits = "(UnderlyingOf|CommonOf|Converts|RuleOn|RuleResultOf|Shape|NumTraits|ScalarBinaryOpTraits)"
  made_by["JETWORK_CLASSIFICATION"] = \
    "/** `std::NAME` of the innermost value: derivatives are not looked at. */ template <HasValue X> constexpr auto NAME(const X& x);"
  made_by["JETWORK_PACK_UNARY"] = "/** `std::NAME` of every lane. */ auto NAME(const Pack& x) -> Pack;"
  made_by["JETWORK_PACK_BINARY"] = "/** `std::NAME`, lane by lane. */ auto NAME(const Pack& x, const Pack& y) -> Pack;"
  made_by["JETWORK_PACK_COMPARISON"] = \
    "/** `x NAME y`, lane by lane. */ auto operator NAME(const Pack& x, const Pack& y) -> PackMask;"
  made_by["JETWORK_OF_SEVERAL_NUMBERS"] = \
    "/** NAME of a function of several numbers, f(x, y, …): that of f as a function of the array {x, y, …}. */ " \
    "template <class F, NumberLike... N> auto NAME(F&& f, const N&... x);"
  drivers = "value_and_gradient gradient value_and_jacobian jacobian value_gradient_and_hessian hessian"
  meaning["+="] = "x = x + y"; meaning["-="] = "x = x - y"; meaning["*="] = "x = x * y"; meaning["/="] = "x = x / y"
  meaning["+"] = "x + y"; meaning["-"] = "x - y"; meaning["*"] = "x * y"; meaning["/"] = "x / y"
  meaning["++"] = "x + 1"; meaning["--"] = "x - 1"
}

# Links out of the folder lead to no page of the reference.
path ~ /\.md$/ {
  while (match($0, /\[[^]]*\]\(\.\.\/[^)]*\)/)) {
    link = substr($0, RSTART, RLENGTH)
    sub(/^.*\(\.\.\//, "`", link)
    sub(/\)$/, "`", link)
    $0 = substr($0, 1, RSTART - 1) link substr($0, RSTART + RLENGTH)
  }
  print
  next
}

# A row of a table: RULE(name, value, slopes…), perhaps with a comment between its commas.
function rule(row, kind,    depth, i, c, count, part, field, remark, text, call, declaration) {
  if (match(row, /\/\*.*\*\//)) {
    remark = substr(row, RSTART + 2, RLENGTH - 4)
    row = substr(row, 1, RSTART - 1) substr(row, RSTART + RLENGTH)
    gsub(/^ +| +$/, "", remark)
  }
  sub(/^RULE\(/, "", row)
  sub(/\)[ ]*$/, "", row)
  depth = 0; count = 1; part = ""
  for (i = 1; i <= length(row); ++i) {
    c = substr(row, i, 1)
    if (c ~ /[(<]/ && !(c == "<" && substr(row, i - 1, 1) == " ")) ++depth
    if (c ~ /[)>]/ && !(c == ">" && substr(row, i - 1, 1) == " ")) --depth
    if (c == "," && depth == 0) { field[count++] = part; part = "" }
    else part = part c
  }
  field[count] = part
  for (i = 1; i <= count; ++i) { gsub(/^ +| +$/, "", field[i]); gsub(/ +/, " ", field[i]) }
  if (kind == "unary") {
    call = "x"
    declaration = "template <Active X> constexpr auto " field[1] "(const X& x)"
    text = "Slope: `" field[3] "`"
  } else if (kind == "binary") {
    call = "x, y"
    declaration = "template <class X, class Y> constexpr auto " field[1] "(const X& x, const Y& y)"
    text = "Slopes: `" field[3] "` by x, `" field[4] "` by y"
  } else {
    call = "x, y, z"
    declaration = "template <class X, class Y, class Z> constexpr auto " field[1] "(const X& x, const Y& y, const Z& z)"
    text = "Slopes: `" field[3] "` by x, `" field[4] "` by y, `" field[5] "` by z"
  }
  if (field[2] == field[1] "(" call ")") field[2] = "std::" field[2]
  return "/** @ingroup " (page == "rules" ? "functions" : page) " \\ilinebr `" field[2] "`. " text "." \
    (remark == "" ? "" : " (" remark ")") " */ " declaration ";"
}
# All rows of the table that was read.
function rows(table, kind,    result, count, row, i) {
  count = split(table, row, /RULE\(/)
  for (i = 2; i <= count; ++i) result = result " " rule("RULE(" row[i], kind)
  return result
}
# Prose is no HTML: Dual<T> is no tag.
function prose(text) {
  gsub(/</, "\\<", text)
  return text
}
function made(macro, name,    text) {
  text = made_by[macro]
  gsub(/NAME/, name, text)
  return text
}
# The comment of an operator or a copy that has none.
function stock_comment(line,    name) {
  if (line ~ /operator\[\]\(int [a-z]+\) -> [A-Za-z]+&/) return "/** The same, to be set. */ "
  if (line ~ /static constexpr auto apply\(/) return "/** Applies a rule, as RuleOn says. */ "
  if (match(line, /operator *(\+\+|--|\+=|-=|\*=|\/=|\+|-|\*|\/)/)) {
    name = substr(line, RSTART + 8, RLENGTH - 8)
    gsub(/ /, "", name)
    if (line ~ /operator *[-+]\((const X& x)?\)/) return "/** `" name "x`. */ "
    return "/** `" meaning[name] "`. */ "
  }
  if (match(line, /[A-Za-z]+\(const [A-Za-z]+& (x|other)\)/)) {
    name = substr(line, RSTART, index(substr(line, RSTART), "(") - 1)
    if (name == "operator" || line ~ name "\\(const " name "&") return "/** A copy. */ "
  }
  if (line ~ /operator=\((const )?[A-Z][A-Za-z]*&&? other\)/ || line ~ /operator=\(const [A-Z][A-Za-z]*& x\)/)
    return "/** Assigns. */ "
  return ""
}

in_head && /^\/\// {
  line = $0
  sub(/^\/\/ ?/, "", line)
  line = line ~ /^  / ? "    " line : prose(line) # a snippet: Markdown wants four columns
  sub(/^[+] /, "\\+ ", line) # no item of a list
  if (FNR > 1) print "/// " line
  else if (is_door) print "/// @defgroup " page " autodiff/" path " \\ilinebr " line
  else print "/// @file \\ilinebr @ingroup " page " \\ilinebr " line
  next
}
/^#pragma once/ {
  in_head = 0
  print ""
  next
}
# Names belong to the page, but for those of an inner namespace that is left out.
/^namespace [^=]*[{]$/ {
  print (depth++ ? close_page : "") $0 open_page
  next
}
/^} \/\/ namespace/ {
  print close_page "}" (--depth ? open_page : "")
  next
}

# The rest of a specialisation that is left out.
in_value { in_value = !/;/; print ""; next }
is_dropped {
  has_body = has_body || /{$/
  is_dropped = has_body ? !/^};/ : !/{};$/
  print ""
  next
}

# The tables of rules.
/^#define JETWORK_.*RULES\(RULE\)/ {
  kind = /BINARY|ARITHMETIC/ ? "binary" : /TERNARY/ ? "ternary" : "unary"
  is_operator = /ARITHMETIC/
  table = ""
  in_table = /\\ *$/
  print ""
  next
}
in_table {
  line = $0
  in_table = line ~ /\\ *$/
  sub(/ *\\ *$/, "", line)
  table = table " " line
  print in_table || is_operator ? "" : rows(table, kind)
  next
}
/^JETWORK_[A-Z_]*RULES\(JETWORK_/ || /^ *JETWORK_[A-Z_]*RULES\(JETWORK_VISIT/ { print ""; next }

# Other macros, and what they make.
in_macro { in_macro = /\\ *$/; print ""; next }
match($0, /^ *#define [A-Z_]+/) {
  name = substr($0, RSTART, RLENGTH)
  sub(/^ *#define /, "", name)
  if (name in is_local) { in_macro = /\\ *$/; print ""; next }
}
match($0, /^JETWORK_[A-Z_]+\(/) {
  name = substr($0, 1, RLENGTH - 1)
  argument_of = substr($0, RLENGTH + 1)
  sub(/[,)].*/, "", argument_of)
  if (name == "JETWORK_DRIVERS_OF_SEVERAL_NUMBERS") {
    count = split(drivers, driver, " ")
    for (i = 1; i <= count; ++i) printf "%s ", made("JETWORK_OF_SEVERAL_NUMBERS", driver[i])
  } else if (name in made_by) printf "%s", made(name, argument_of)
  print ""
  next
}

# Comments, and heads of templates, wait for what they belong to.
/^ *\/\/\// && !/^ *\/\/\/</ { held = held prose($0) "\n"; is_commented = 1; next }
/^ *template <.*>$/ || /^ *requires [^{]*$/ || /^ *requires\(/ { held = held $0 "\n"; next }
function drop() {
  gsub(/[^\n]/, "", held)
  printf "%s\n", held
  held = ""
  is_commented = 0
}
/^inline constexpr [a-z]+ [a-z_]+</ { in_value = !/;/; drop(); next }
/^[A-Z][A-Za-z]*\(F, P[^{]*-> / { drop(); next } # a deduction guide
/^(class|struct) [A-Za-z_]+;/ && !is_commented { drop(); next } # only named here
/^struct / && $0 ~ "^struct " traits "<" { is_dropped = !/{};/; has_body = /{$/; drop(); next }

# A class of another library's namespace, which Doxygen does not know.
/^(struct|class) (fmt|std)::/ {
  name = $2
  sub(/::.*/, "", name)
  sub(name "::", "")
  is_whole = /};$/
  printf "namespace %s {%s %s", name, open_page, held
  print $0 (is_whole ? close_page "}" : "")
  in_namespace = !is_whole
  held = ""
  is_commented = 0
  next
}
in_namespace && /^};/ { print "}; " close_page "}"; in_namespace = 0; next }

# Members that are declared together share their comment.
is_commented && /^ +[a-z]+ [a-z_]+( = [^,;()]+)?(, [a-z_]+( = [^,;()]+)?)+;$/ {
  type = $1
  line = $0
  sub(/^ +[a-z]+ /, "", line)
  sub(/;$/, "", line)
  comment = held
  gsub(/ *\/\/\/ /, "", comment)
  gsub(/\n/, " ", comment)
  count = split(line, member, ", ")
  for (i = 1; i <= count; ++i) printf "/** %s*/ %s %s; ", comment, type, member[i]
  gsub(/[^\n]/, "", held)
  printf "%s\n", held
  held = ""
  is_commented = 0
  next
}

{
  if (!is_commented && !/\/\/\/</ && (comment = stock_comment($0)) != "") held = comment held
  if (match($0, /\/\/\/</)) $0 = substr($0, 1, RSTART + 3) prose(substr($0, RSTART + 4))
  printf "%s", held
  held = ""
  is_commented = 0
  print
}
END {
  if (is_door && path !~ /\.md$/) print "/** @file \\ilinebr @ingroup " page " */"
  if (path == "rules.hpp")
    print "/** @defgroup functions Functions of the table \\ilinebr The rows of autodiff/rules.hpp, as functions of every " \
      "type that carries derivatives. Each row says the value, and the slope by each argument. In a row, x, y, z are the " \
      "arguments, of which there are as many as the function has; the value is the next letter, so that y is the value of " \
      "a function of x alone. T, Z, W are the value\x27s type. What else a row is written with is in namespace slopes. */"
}
