using Microsoft.Extensions.Logging;

namespace Countersign.AspNetCore;

/// <summary>The log events of a door, be it the gateway's or an application's; their ids are among the gateway's, 1000 to 1999.</summary>
internal static partial class Log
{
    [LoggerMessage(1120, LogLevel.Warning, "Refused on {Route}: {Reason} (scheme {Scheme}, subject {Subject}, client {Client}, status {Status}, reference {Reference})")]
    public static partial void Refused(this ILogger logger, string route, string reason, string? scheme, string? subject, string client, int status, string reference);

    [LoggerMessage(1121, LogLevel.Information, "Challenged on {Route}: {Reason} (client {Client}, reference {Reference})")]
    public static partial void Challenged(this ILogger logger, string route, string reason, string client, string reference);

    [LoggerMessage(1122, LogLevel.Error, "The endpoint {Endpoint} is closed: {Problem}")]
    public static partial void EndpointClosed(this ILogger logger, string endpoint, string problem);

    [LoggerMessage(1004, LogLevel.Warning, "{File}:{Line}: {Problem} (the line lets nobody in, the others are taken; scheme {Scheme})")]
    public static partial void CredentialLineWrong(this ILogger logger, string file, int line, string problem, string scheme);

    [LoggerMessage(1005, LogLevel.Error, "Scheme {Scheme} lets nobody in: {File} can't be read: {Problem}")]
    public static partial void CredentialFileUnreadable(this ILogger logger, string scheme, string file, string problem);

    [LoggerMessage(1009, LogLevel.Error, "{File}: {Problem} (scheme {Scheme})")]
    public static partial void CredentialFileWrong(this ILogger logger, string file, string problem, string scheme);

    [LoggerMessage(1010, LogLevel.Error, "The store fails: {Problem}")]
    public static partial void StoreFailing(this ILogger logger, string problem);

    [LoggerMessage(1011, LogLevel.Information, "The store can be read again")]
    public static partial void StoreReadable(this ILogger logger);

    [LoggerMessage(1013, LogLevel.Warning, "Passwords are hashed at the priority of requests, which may wait for them: lowering it failed: {Problem}")]
    public static partial void PriorityKept(this ILogger logger, string problem);

    [LoggerMessage(1014, LogLevel.Warning, "The keys of issuer {Issuer} can't be had, {Consequence}: {Problem}")]
    public static partial void IssuerFailing(this ILogger logger, string issuer, string consequence, string problem);

    [LoggerMessage(1015, LogLevel.Information, "Issuer {Issuer} gives its keys again")]
    public static partial void IssuerRecovered(this ILogger logger, string issuer);

    [LoggerMessage(1016, LogLevel.Information, "Keys for tokens of issuer {Issuer}: {Count} ({Keys})")]
    public static partial void IssuerKeysChanged(this ILogger logger, string issuer, int count, string keys);

    [LoggerMessage(1017, LogLevel.Warning, "A key of issuer {Issuer} is not used: {Problem} ({Key})")]
    public static partial void IssuerKeyUnusable(this ILogger logger, string issuer, string problem, string key);

    [LoggerMessage(1018, LogLevel.Error, "Scheme {Scheme} lets nobody of {Issuer} in: {File}: {Problem}")]
    public static partial void IssuerFileUnreadable(this ILogger logger, string scheme, string issuer, string file, string problem);

    [LoggerMessage(1019, LogLevel.Warning, "Issuer {Issuer} can't be asked about tokens: {Problem}")]
    public static partial void IntrospectionFailing(this ILogger logger, string issuer, string problem);

    [LoggerMessage(1020, LogLevel.Information, "Issuer {Issuer} answers about tokens again")]
    public static partial void IntrospectionRecovered(this ILogger logger, string issuer);

    [LoggerMessage(1090, LogLevel.Warning, "This gateway counts wrong guesses by itself until it can tell the others: {Problem}")]
    public static partial void GuessesNotShared(this ILogger logger, string problem);

    [LoggerMessage(1091, LogLevel.Information, "The gateways on this store count wrong guesses together")]
    public static partial void GuessesShared(this ILogger logger);
}
