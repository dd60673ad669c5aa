#include "wsproof/http_error.hpp"

#include <array>

#include "rule_table.hpp"

namespace wsproof {
namespace {

using enum http_error;

constexpr std::array<rule_row<http_error>, http_error_count> table{{
    {none, {"none", "nothing is wrong", "", "", 0}},
    {head_too_large,
     {"head_too_large", "the head has more octets than this recipient takes",
      "send fewer or shorter fields", "RFC 6585 §5", 431}},
    {too_many_fields,
     {"too_many_fields", "the head has more field lines than this recipient takes",
      "send fewer fields", "RFC 6585 §5", 431}},
    {method_too_long,
     {"method_too_long", "the method is longer than any that is known", "use GET", "RFC 9112 §3",
      501}},
    {target_too_long,
     {"target_too_long", "the request line has more octets than this recipient takes",
      "ask with a shorter target", "RFC 9112 §3", 414}},
    {status_line_too_long,
     {"status_line_too_long", "the status line has more octets than this recipient takes",
      "send a shorter reason phrase", "RFC 9112 §4", 0}},
    {field_line_too_long,
     {"field_line_too_long", "a field line has more octets than this recipient takes",
      "send a shorter value", "RFC 6585 §5", 431}},
    {bare_lf,
     {"bare_lf", "a line ends with LF alone", "end each line with CR LF", "RFC 9112 §2.2", 400}},
    {bare_cr,
     {"bare_cr", "a CR is not followed by LF", "use CR only before LF", "RFC 9112 §2.2", 400}},
    {control_octet,
     {"control_octet", "the head holds a control octet such as NUL",
      "send visible characters, spaces and tabs only", "RFC 9110 §5.5", 400}},
    {empty_line_before_head,
     {"empty_line_before_head", "empty lines come before the first line",
      "begin with the first line", "RFC 9112 §2.2", 400}},
    {request_line_malformed,
     {"request_line_malformed",
      "the first line is not method, target and version with one space between them",
      "write it like GET /chat HTTP/1.1", "RFC 9112 §3", 400}},
    {method_not_token,
     {"method_not_token", "the method holds characters that no method has", "use GET",
      "RFC 9112 §3.1", 400}},
    {target_malformed,
     {"target_malformed", "the request target is neither a path nor an http or https URI",
      "ask for a path like /chat, percent-encoded and without a fragment", "RFC 9112 §3.2", 400}},
    {version_malformed,
     {"version_malformed", "the HTTP version is not written like HTTP/1.1", "write HTTP/1.1",
      "RFC 9112 §2.3", 400}},
    {version_not_supported,
     {"version_not_supported", "the major version of HTTP is not 1", "use HTTP/1.1",
      "RFC 9110 §15.6.6", 505}},
    {status_line_malformed,
     {"status_line_malformed", "the first line is not version, three-digit status and reason",
      "write it like HTTP/1.1 101 Switching Protocols", "RFC 9112 §4", 0}},
    {space_before_first_field,
     {"space_before_first_field", "white space comes before the first field line",
      "begin each field line with its name", "RFC 9112 §2.2", 400}},
    {line_folded,
     {"line_folded", "a field line begins with white space, to go on with the one before it",
      "write each field on one line", "RFC 9112 §5.2", 400}},
    {colon_missing,
     {"colon_missing", "a field line has no colon", "write it like Name: value", "RFC 9112 §5",
      400}},
    {name_empty,
     {"name_empty", "a field line has nothing before its colon", "write it like Name: value",
      "RFC 9112 §5", 400}},
    {space_before_colon,
     {"space_before_colon", "white space stands between a field's name and the colon",
      "put the colon right after the name", "RFC 9112 §5.1", 400}},
    {name_not_token,
     {"name_not_token", "a field's name holds characters that no name has",
      "use letters, digits and hyphens", "RFC 9110 §5.1", 400}},
    {host_missing,
     {"host_missing", "the Host field is missing", "send Host: and the server's name",
      "RFC 9112 §3.2", 400}},
    {host_repeated,
     {"host_repeated", "there is more than one Host field", "send one Host field", "RFC 9112 §3.2",
      400}},
    {host_malformed,
     {"host_malformed", "the Host field is not a host with an optional port",
      "write it like example.org:8080", "RFC 9112 §3.2", 400}},
    {content_length_repeated,
     {"content_length_repeated", "there is more than one Content-Length field", "send one, or none",
      "RFC 9112 §6.3", 400}},
    {content_length_malformed,
     {"content_length_malformed", "the Content-Length is not a number of octets",
      "send decimal digits only", "RFC 9112 §6.3", 400}},
    {length_and_coding,
     {"length_and_coding", "Content-Length and Transfer-Encoding come together", "send neither",
      "RFC 9112 §6.3", 400}},
    {coding_in_http_1_0,
     {"coding_in_http_1_0", "Transfer-Encoding comes in an HTTP/1.0 message", "use HTTP/1.1",
      "RFC 9112 §6.1", 400}},
}};

static_assert(is_in_enumeration_order(table));

}  // namespace

const rule_entry& describe(http_error error) noexcept {
  return row_of(table, error).entry;
}

}  // namespace wsproof
