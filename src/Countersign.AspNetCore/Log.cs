using System.Net;
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

    [LoggerMessage(1040, LogLevel.Information, "Cut off an exchange of route {Route}: its session {Session} is over")]
    public static partial void ExchangeCutOff(this ILogger logger, string route, string? session);

    [LoggerMessage(1050, LogLevel.Information, "{User} signed in by {Methods} from {Client}: session {Session}")]
    public static partial void SignedIn(this ILogger logger, string user, string methods, string session, IPAddress client);

    [LoggerMessage(1051, LogLevel.Information, "Session {Session} was ended by its person from {Client}")]
    public static partial void SignedOut(this ILogger logger, string session, IPAddress client);

    [LoggerMessage(1052, LogLevel.Warning, "Signing in at {Host} goes round in circles for the browser at {Client}: {Cause}")]
    public static partial void SignInLoop(this ILogger logger, string host, IPAddress client, string cause);

    [LoggerMessage(1053, LogLevel.Information, "Other sessions of the person of session {Session} were ended there, from {Client}: {Count}")]
    public static partial void SignedOutElsewhere(this ILogger logger, string session, IPAddress client, int count);

    [LoggerMessage(1061, LogLevel.Warning, "The provider {Provider} can't be asked: {Problem}")]
    public static partial void ProviderFailing(this ILogger logger, string provider, string problem);

    [LoggerMessage(1062, LogLevel.Information, "The provider {Provider} answers again")]
    public static partial void ProviderRecovered(this ILogger logger, string provider);

    [LoggerMessage(1063, LogLevel.Warning, "The tokens of session {Session} were not renewed: {Problem}")]
    public static partial void TokensNotRenewed(this ILogger logger, string session, string problem);

    [LoggerMessage(1064, LogLevel.Information, "The provider {Provider} ended {Count} sessions")]
    public static partial void ProviderSignedOut(this ILogger logger, string provider, int count);

    [LoggerMessage(1065, LogLevel.Warning, "A word of the provider {Provider} that somebody signed out does not count: {Problem} (from {Client})")]
    public static partial void LogoutRefused(this ILogger logger, string provider, string problem, IPAddress client);

    [LoggerMessage(1066, LogLevel.Information, "A sign-in at the provider {Provider} is begun anew for the browser at {Client}: {Problem}")]
    public static partial void SignOnBegunAnew(this ILogger logger, string provider, IPAddress client, string problem);

    [LoggerMessage(1080, LogLevel.Information, "{User} set up {Factor} from {Client}")]
    public static partial void FactorAdded(this ILogger logger, string user, string factor, IPAddress client);

    [LoggerMessage(1081, LogLevel.Information, "{User} removed {Factor} from {Client}")]
    public static partial void FactorRemoved(this ILogger logger, string user, string factor, IPAddress client);

    [LoggerMessage(1082, LogLevel.Information, "{User} made new recovery codes from {Client}")]
    public static partial void RecoveryCodesRenewed(this ILogger logger, string user, IPAddress client);

    [LoggerMessage(1083, LogLevel.Information, "{User} changed the password from {Client}, and all other sessions ended")]
    public static partial void PasswordChanged(this ILogger logger, string user, IPAddress client);

    [LoggerMessage(1084, LogLevel.Information, "{User} set a password by a one-time link from {Client}, and all sessions ended")]
    public static partial void PasswordReset(this ILogger logger, string user, IPAddress client);

    [LoggerMessage(1085, LogLevel.Warning, "{User} used a recovery code from {Client}, {Left} are left")]
    public static partial void RecoveryCodeUsed(this ILogger logger, string user, IPAddress client, int left);

    [LoggerMessage(1086, LogLevel.Error, "The key of {User}'s authenticator app can't be read: the keys of data protection that protect it are not in the store")]
    public static partial void AppKeyUnreadable(this ILogger logger, string user);

    [LoggerMessage(1090, LogLevel.Warning, "This gateway counts wrong guesses by itself until it can tell the others: {Problem}")]
    public static partial void GuessesNotShared(this ILogger logger, string problem);

    [LoggerMessage(1091, LogLevel.Information, "The gateways on this store count wrong guesses together")]
    public static partial void GuessesShared(this ILogger logger);
}
