#ifdef __linux__
#include "../CLibpq/shim.h"

#define LIBRARY_FILE "libpq.so.5"
#define LIBRARY_PACKAGE "libpq5"
#include "Forwarding.h"

static void *library;

/* Connecting */
FORWARD(PGconn *, PQconnectStartParams,
        (const char *const *keywords, const char *const *values, int expand),
        (keywords, values, expand))
FORWARD(PostgresPollingStatusType, PQconnectPoll, (PGconn *c), (c))
FORWARD(PQconninfoOption *, PQconninfoParse, (const char *text, char **error), (text, error))
FORWARD(void, PQconninfoFree, (PQconninfoOption *options), (options))
FORWARD(void, PQfinish, (PGconn *c), (c))
FORWARD(ConnStatusType, PQstatus, (const PGconn *c), (c))
FORWARD(PGTransactionStatusType, PQtransactionStatus, (const PGconn *c), (c))
FORWARD(int, PQserverVersion, (const PGconn *c), (c))
FORWARD(int, PQbackendPID, (const PGconn *c), (c))
FORWARD(int, PQsocket, (const PGconn *c), (c))
FORWARD(int, PQsetnonblocking, (PGconn *c, int on), (c, on))
FORWARD(char *, PQerrorMessage, (const PGconn *c), (c))
FORWARD(PQnoticeReceiver, PQsetNoticeReceiver,
        (PGconn *c, PQnoticeReceiver receiver, void *context), (c, receiver, context))
FORWARD(char *, PQencryptPasswordConn,
        (PGconn *c, const char *password, const char *user, const char *algorithm),
        (c, password, user, algorithm))

/* Asking */
FORWARD(int, PQsendQuery, (PGconn *c, const char *query), (c, query))
FORWARD(int, PQsendQueryParams,
        (PGconn *c, const char *query, int count, const Oid *types, const char *const *values,
         const int *lengths, const int *formats, int format),
        (c, query, count, types, values, lengths, formats, format))
FORWARD(int, PQsendPrepare,
        (PGconn *c, const char *name, const char *query, int count, const Oid *types),
        (c, name, query, count, types))
FORWARD(int, PQsendQueryPrepared,
        (PGconn *c, const char *name, int count, const char *const *values, const int *lengths,
         const int *formats, int format),
        (c, name, count, values, lengths, formats, format))
FORWARD(int, PQflush, (PGconn *c), (c))
FORWARD(int, PQconsumeInput, (PGconn *c), (c))
FORWARD(int, PQisBusy, (PGconn *c), (c))
FORWARD(PGcancel *, PQgetCancel, (PGconn *c), (c))
FORWARD(int, PQcancel, (PGcancel *cancel, char *error, int size), (cancel, error, size))
FORWARD(void, PQfreeCancel, (PGcancel *cancel), (cancel))

/* Answers */
FORWARD(PGresult *, PQgetResult, (PGconn *c), (c))
FORWARD(ExecStatusType, PQresultStatus, (const PGresult *r), (r))
FORWARD(char *, PQresultErrorMessage, (const PGresult *r), (r))
FORWARD(char *, PQresultErrorField, (const PGresult *r, int field), (r, field))
FORWARD(char *, PQcmdStatus, (PGresult *r), (r))
FORWARD(int, PQntuples, (const PGresult *r), (r))
FORWARD(int, PQnfields, (const PGresult *r), (r))
FORWARD(char *, PQfname, (const PGresult *r, int column), (r, column))
FORWARD(char *, PQgetvalue, (const PGresult *r, int row, int column), (r, row, column))
FORWARD(int, PQgetisnull, (const PGresult *r, int row, int column), (r, row, column))
FORWARD(void, PQclear, (PGresult *r), (r))
FORWARD(void, PQfreemem, (void *memory), (memory))

/* Copying */
FORWARD(int, PQgetCopyData, (PGconn *c, char **buffer, int async), (c, buffer, async))
FORWARD(int, PQputCopyData, (PGconn *c, const char *buffer, int count), (c, buffer, count))
FORWARD(int, PQputCopyEnd, (PGconn *c, const char *error), (c, error))
#endif
