// The grammar of formulas, in Boost.Spirit X3.
//
//   any      = all { (or | ||) all }
//   all      = not { (and | &&) not }
//   not      = (not | !) not | relation
//   relation = sum [ (< | <= | > | >= | == | !=) sum ]     of which there are no chains
//   sum      = product { (+ | -) product }
//   product  = sign { (* | /) sign }
//   sign     = - sign | + sign | power
//   power    = operand [ ^ sign ]                          so 2^-3 is allowed, and 2^3^2 is 2^(3^2)
//   operand  = number | name [ ( any {, any} ) ] | ( any )
//
// One character ahead decides every choice, and what must follow is an expectation (>): the parser never
// takes a step back, reads in linear time, and each error knows what was expected at which place.
#include "formula/builder.hpp"

#include <boost/spirit/home/x3.hpp>

#include <string>
#include <string_view>

namespace jetwork::formula {

namespace grammar {

namespace x3 = boost::spirit::x3;
using detail::ExpressionBuilder;

struct BuilderTag;

/// A parser with the name that messages have for it.
template <class Subject>
struct Named : x3::unary_parser<Subject, Named<Subject>> {
  static constexpr bool is_pass_through_unary = true;
  constexpr Named(const Subject& what, const char* title)
      : x3::unary_parser<Subject, Named<Subject>>(what), name(title) {}

  template <class Iterator, class Context, class RuleContext, class Attribute>
  auto parse(Iterator& first, const Iterator& last, const Context& context,
             RuleContext& rule_context, Attribute& attribute) const -> bool {
    return this->subject.parse(first, last, context, rule_context, attribute);
  }

  const char* name;
};
template <class Subject>
constexpr auto named(const char* name, const Subject& subject) {
  const auto parser = x3::as_parser(subject);
  return Named<std::remove_const_t<decltype(parser)>>(parser, name);
}

/// A parser that may contain itself, to a limited depth, so that no text can exhaust the call stack.
template <class Subject>
struct Nested : x3::unary_parser<Subject, Nested<Subject>> {
  static constexpr bool is_pass_through_unary = true;
  using x3::unary_parser<Subject, Nested<Subject>>::unary_parser;

  template <class Iterator, class Context, class RuleContext, class Attribute>
  auto parse(Iterator& first, const Iterator& last, const Context& context,
             RuleContext& rule_context, Attribute& attribute) const -> bool {
    x3::skip_over(first, last, context);
    ExpressionBuilder& builder = x3::get<BuilderTag>(context);
    builder.deepen(first);
    const bool found = this->subject.parse(first, last, context, rule_context, attribute);
    builder.surface();
    return found;
  }
};
template <class Subject>
constexpr auto nested(const Subject& subject) -> Nested<Subject> {
  return {subject};
}

/// The action that calls a member of the builder, with the text that was read if the member takes a text.
template <class... Arguments>
constexpr auto tell(void (ExpressionBuilder::*member)(Arguments...)) {
  return [member](auto& context) {
    ExpressionBuilder& builder = x3::get<BuilderTag>(context);
    if constexpr (sizeof...(Arguments) == 0) {
      (builder.*member)();
    } else {
      const auto& range = x3::_attr(context);
      (builder.*member)({range.begin(), static_cast<std::size_t>(range.size())});
    }
  };
}
constexpr auto tell(Operation operation) {
  return [operation](auto& context) { x3::get<BuilderTag>(context).operation(operation); };
}
/// The action that goes on where a relation was read, with its sign.
constexpr auto tell_relation(Operation operation) {
  return [operation](auto& context) {
    x3::get<BuilderTag>(context).relation(operation, x3::_attr(context).begin());
  };
}
constexpr auto tell_begin_relation() {
  return [](auto& context) {
    x3::get<BuilderTag>(context).begin_relation(x3::_where(context).begin());
  };
}
constexpr auto tell_deepen() {
  return [](auto& context) { x3::get<BuilderTag>(context).deepen(x3::_attr(context).begin()); };
}
constexpr auto tell_open() {
  return [](auto& context) { x3::get<BuilderTag>(context).open(x3::_attr(context).begin()); };
}

using x3::char_, x3::eoi, x3::eps, x3::lexeme, x3::lit, x3::raw;

// Formulas are pasted from papers, where these signs are not ASCII.
const auto minus = lit('-') | "−";
const auto times = lit('*') | "×" | "·";
const auto prime = lit('\'') | "′" | "″";
const auto blank = char_(" \t\r\n") | "\u00a0";

const auto digit = char_('0', '9');
const auto beyond_ascii =
    (char_ - char_('\0', '\x7f')) - minus - times - prime - blank - "≤" - "≥" - "≠";
const auto letter = char_("a-zA-Z_") | beyond_ascii;
constexpr auto word = [](const char* reserved) {
  return lexeme[lit(reserved) >> !(letter | digit)];
};
const auto reserved = word("and") | word("or") | word("not");
const auto name = raw[lexeme[!reserved >> letter >> *(letter | digit) >> *prime]];

const auto any_of = word("or") | "||";
const auto all_of = word("and") | "&&";
const auto none_of = word("not") | (lit('!') >> !lit('='));

const auto exponent = char_("eE") >> -char_("+-") >> +digit;
const auto mantissa = (+digit >> -('.' >> *digit)) | ('.' >> +digit);
const auto number = raw[lexeme[mantissa >> -exponent]];

const x3::rule<struct AnyTag> any = "a formula";
const x3::rule<struct AllTag> all = "a condition";
const x3::rule<struct NotTag> negation = "a condition";
const x3::rule<struct RelationTag> relation = "a formula";
const x3::rule<struct SumTag> sum = "a formula";
const x3::rule<struct ProductTag> product = "a product";
const x3::rule<struct SignTag> sign = "an operand";
const x3::rule<struct PowerTag> power = "a power";
const x3::rule<struct OperandTag> operand = "an operand";

// clang-format off

const auto opening   = raw[lit('(')][tell_open()];
const auto closing   = lit(')')[tell(&ExpressionBuilder::close)];
const auto argument  = any[tell(&ExpressionBuilder::argument)];
const auto arguments = opening > named("an argument after '('", argument)
                               > *(',' > named("an argument after ','", argument))
                               > named("an operator, ',' or ')'", closing);

const auto any_def     = all >> *((any_of > named("a condition after 'or'", all))[tell(Operation::either)]);

const auto all_def     = negation >> *((all_of > named("a condition after 'and'", negation))[tell(Operation::both)]);

const auto negation_def = (raw[none_of][tell_deepen()] > named("a condition after 'not'", negation[tell(&ExpressionBuilder::surface)]))
                              [tell(Operation::negation)]
                        | relation;

constexpr auto compares(const char* spelling, Operation operation) {
  return raw[lit(spelling)][tell_relation(operation)];
}
// The longer signs stand first.
const auto relation_sign = compares("<=", Operation::less_or_equal) | compares("≤", Operation::less_or_equal)
                         | compares(">=", Operation::greater_or_equal) | compares("≥", Operation::greater_or_equal)
                         | compares("==", Operation::equal) | compares("!=", Operation::not_equal)
                         | compares("≠", Operation::not_equal)
                         | compares("<", Operation::less) | compares(">", Operation::greater);

const auto relation_def = eps[tell_begin_relation()] >> sum
                          >> *(relation_sign > named("an operand after a relation", sum))
                          >> eps[tell(&ExpressionBuilder::end_relation)];

const auto sum_def     = product >> *( ('+'   > named("an operand after '+'", product))[tell(Operation::add)]
                                     | (minus > named("an operand after '-'", product))[tell(Operation::subtract)]);

const auto product_def = sign >> *( (times > named("an operand after '*'", sign))[tell(Operation::multiply)]
                                  | ('/'   > named("an operand after '/'", sign))[tell(Operation::divide)]);

const auto sign_def    = nested( (minus > named("an operand after '-'", sign))[tell(Operation::negate)]
                               | ('+'   > named("an operand after '+'", sign))
                               | power);

const auto power_def   = operand >> -('^' > named("an operand after '^'", sign))[tell(Operation::pow)];

const auto operand_def = number[tell(&ExpressionBuilder::number)]
                       | (name[tell(&ExpressionBuilder::name)] > ( arguments[tell(&ExpressionBuilder::call)]
                                                                 | eps[tell(&ExpressionBuilder::symbol)]))
                       | (opening > named("an operand after '('", any) > named("an operator or ')'", closing));

// clang-format on

BOOST_SPIRIT_DEFINE(any, all, negation, relation, sum, product, sign, power, operand)

const auto formula = eps > named("a formula", any)
                     > named("an operator or the end of the formula", eoi);

template <class Grammar>
void read(std::string_view text, const Grammar& grammar, ExpressionBuilder& builder) {
  detail::require_readable(text);
  const char* first = text.data();
  const char* const last = first + text.size();
  try {
    x3::phrase_parse(first, last, x3::with<BuilderTag>(builder)[grammar], blank);
  } catch (const x3::expectation_failure<const char*>& failure) {
    builder.fail(failure.where(), failure.which());
  }
}

} // namespace grammar

auto parse(std::string_view text, const NameSet& shadowing) -> Expression {
  detail::ExpressionBuilder builder(text, shadowing);
  grammar::read(text, grammar::formula, builder);
  return builder.take();
}

auto parse_equation(std::string_view text, const NameSet& shadowing) -> Equation {
  using namespace grammar;
  detail::ExpressionBuilder builder(text, shadowing);
  Equation equation;
  const auto take_left = [&](auto&) { equation.left = builder.take(); };
  read(text,
       eps > named("an equation", any) > named("an operator or '='", lit('=')[take_left])
           > named("a formula after '='", any)
           > named("an operator or the end of the equation", eoi),
       builder);
  equation.right = builder.take();
  return equation;
}

} // namespace jetwork::formula

template <class Subject>
struct boost::spirit::x3::get_info<jetwork::formula::grammar::Named<Subject>> {
  using result_type = std::string;
  auto operator()(const jetwork::formula::grammar::Named<Subject>& parser) const -> std::string {
    return parser.name;
  }
};
