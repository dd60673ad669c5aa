/* Echo server on libwebsockets with its permessage-deflate extension. A message is gathered until
 * its last fragment, queued, and written when the library says that the socket takes it. */
#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { max_message_size = 64 << 20 };

struct message {
  struct message* next;
  unsigned char* octets; /* LWS_PRE octets of room for the header, then the payload */
  size_t size;
  int is_binary;
};

struct session {
  struct message *first, *last; /* whole messages that wait to be written */
  struct message* arriving;
};

static void free_message(struct message* message) {
  if (message) free(message->octets);
  free(message);
}

/* Returns 0, or -1 when the message is too long or memory is short. */
static int gather(struct lws* wsi, struct session* session, const void* in, size_t size) {
  if (!session->arriving) {
    session->arriving = calloc(1, sizeof *session->arriving);
    if (!session->arriving) return -1;
    session->arriving->is_binary = lws_frame_is_binary(wsi);
  }
  struct message* message = session->arriving;
  if (message->size + size > max_message_size) return -1;
  unsigned char* grown = realloc(message->octets, LWS_PRE + message->size + size);
  if (!grown) return -1;
  message->octets = grown;
  if (size) memcpy(grown + LWS_PRE + message->size, in, size);
  message->size += size;

  if (!lws_is_final_fragment(wsi) || lws_remaining_packet_payload(wsi)) return 0;
  *(session->last ? &session->last->next : &session->first) = message;
  session->last = message;
  session->arriving = NULL;
  lws_callback_on_writable(wsi);
  return 0;
}

static int write_first(struct lws* wsi, struct session* session) {
  struct message* message = session->first;
  if (!message) return 0;
  session->first = message->next;
  if (!session->first) session->last = NULL;
  const int written = lws_write(wsi, message->octets + LWS_PRE, message->size,
                                message->is_binary ? LWS_WRITE_BINARY : LWS_WRITE_TEXT);
  const int failed = written < (int)message->size;
  free_message(message);
  if (session->first) lws_callback_on_writable(wsi);
  return failed ? -1 : 0;
}

static void forget(struct session* session) {
  while (session->first) {
    struct message* next = session->first->next;
    free_message(session->first);
    session->first = next;
  }
  free_message(session->arriving);
  memset(session, 0, sizeof *session);
}

static int echo(struct lws* wsi, enum lws_callback_reasons reason, void* user, void* in,
                size_t size) {
  switch ((int)reason) {
    case LWS_CALLBACK_ESTABLISHED:
      memset(user, 0, sizeof(struct session));
      return 0;
    case LWS_CALLBACK_RECEIVE:
      return gather(wsi, user, in, size);
    case LWS_CALLBACK_SERVER_WRITEABLE:
      return write_first(wsi, user);
    case LWS_CALLBACK_CLOSED:
      forget(user);
      return 0;
    default:
      return lws_callback_http_dummy(wsi, reason, user, in, size);
  }
}

static const struct lws_protocols protocols[] = {
    {"echo", echo, sizeof(struct session), 65536, 0, NULL, 0},
    {NULL, NULL, 0, 0, 0, NULL, 0},
};

static const struct lws_extension extensions[] = {
    {"permessage-deflate", lws_extension_callback_pm_deflate,
     "permessage-deflate; client_no_context_takeover; client_max_window_bits"},
    {NULL, NULL, NULL},
};

int main(int argc, char** argv) {
  if (argc != 2) {
    fputs("usage: libwebsockets_echo PORT\n", stderr);
    return 2;
  }
  lws_set_log_level(LLL_ERR, NULL);
  struct lws_context_creation_info info;
  memset(&info, 0, sizeof info);
  info.iface = "127.0.0.1";
  info.port = atoi(argv[1]);
  info.protocols = protocols;
  info.extensions = extensions;
  info.options = LWS_SERVER_OPTION_VALIDATE_UTF8;

  struct lws_context* context = lws_create_context(&info);
  if (!context) return 3;
  printf("listening on 127.0.0.1:%s\n", argv[1]);
  fflush(stdout);
  while (lws_service(context, 0) >= 0) {
  }
  lws_context_destroy(context);
  return 3;
}
