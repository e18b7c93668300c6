using Countersign.Client.Tokens;
using Microsoft.Extensions.Logging;

namespace Countersign.Client;

/// <summary>The log events of clients; their ids are 2001 to 2049. Nothing secret is in them, and nothing that a peer chose freely.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Warning, "{Origin} refused credentials, or they could not be shown: {Reason} (client {Client}, scheme {Scheme}, status {Status}, reference {Reference})")]
    public static partial void Refused(this ILogger logger, Origin origin, string reason, string client, string? scheme, int status, string? reference);

    [LoggerMessage(2002, LogLevel.Debug, "A request to {Origin} goes once more, with credentials that it has not refused (client {Client}, scheme {Scheme})")]
    public static partial void SentAgain(this ILogger logger, Origin origin, string client, string scheme);

    [LoggerMessage(2003, LogLevel.Debug, "A request to {Origin} goes once more, over its newest nonce (client {Client}, scheme {Scheme})")]
    public static partial void SentOverFreshNonce(this ILogger logger, Origin origin, string client, string scheme);

    [LoggerMessage(2004, LogLevel.Debug, "Got the token {Token} (client {Client}, {Waiters} requests waited)")]
    public static partial void GotToken(this ILogger logger, string token, string client, int waiters);

    [LoggerMessage(2005, LogLevel.Warning, "Got no token: {Reason} (client {Client}, asked again {Retry}, {Waiters} requests waited)")]
    public static partial void NoToken(this ILogger logger, string reason, string client, RetryRule retry, int waiters);

    [LoggerMessage(2006, LogLevel.Error, "Got a token, and could not keep the refresh token that came with it: programs that share its store wait until it can be written (client {Client})")]
    public static partial void TokensNotKept(this ILogger logger, string client);

    [LoggerMessage(2007, LogLevel.Warning, "What was found out about {Origin} is {Minutes} minutes old and can't be looked at anew: {Reason}; it serves on (client {Client})")]
    public static partial void Outlived(this ILogger logger, Origin origin, int minutes, string reason, string client);
}
