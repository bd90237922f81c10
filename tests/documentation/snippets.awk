# Makes one program of the C++ snippets of a Markdown file, named twice on the command line, with the namespaces that
# they use:
#
#   awk -v namespaces="jetwork::autodiff jetwork::nn" -f snippets.awk README.md README.md > snippets.cpp
#
# Includes come first; a block that begins with a rule (JETWORK_...) or a template stands at namespace scope; every other
# block becomes a function, and main runs them all. Assertions in the snippets are kept in every build.
BEGIN { print "#undef NDEBUG\n#include <cassert>" }
FNR == 1 { file++; inside = 0 }
file == 2 && FNR == 1 {
  count_of_namespaces = split(namespaces, used, " ")
  for (i = 1; i <= count_of_namespaces; ++i) print "using namespace " used[i] ";"
}
/^```cpp/ { inside = 1; body = ""; outside = 0; line = FNR + 1; next }
inside && /^```/ {
  inside = 0
  if (file == 2 && body ~ /[^ \n]/) {
    printf "#line %d \"%s\"\n", line, FILENAME
    if (outside) printf "%s", body
    else printf "static void snippet_%d() {\n#line %d \"%s\"\n%s}\n", ++count, line, FILENAME, body
  }
  next
}
inside && /^#include/ { if (file == 1) print; body = body "\n"; next }
inside {
  if (body !~ /[^ \n]/ && $0 ~ /^(JETWORK_|template|struct)/) outside = 1
  body = body $0 "\n"
}
END {
  print "int main() {"
  for (i = 1; i <= count; ++i) printf "  snippet_%d();\n", i
  print "}"
}
