using Microsoft.Extensions.Logging;

namespace Countersign.Gateway;

/// <summary>The gateway's log events, 1000 to 1999. Retired ids stay as gaps.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Configuration {File} is in force")]
    public static partial void ConfigurationLoaded(this ILogger logger, string file);

    [LoggerMessage(1002, LogLevel.Error, "Configuration {File} is wrong and was not taken, the former one stays in force: {Problem}")]
    public static partial void ConfigurationRejected(this ILogger logger, string file, string problem);

    [LoggerMessage(1006, LogLevel.Information, "Certificate {File} is in use")]
    public static partial void CertificateLoaded(this ILogger logger, string file);

    [LoggerMessage(1007, LogLevel.Error, "Certificate {File} was not taken, the former one stays in use: {Problem}")]
    public static partial void CertificateRejected(this ILogger logger, string file, string problem);

    [LoggerMessage(1008, LogLevel.Warning, "Configuration {File} changes what counts from the next start on: {Keys}")]
    public static partial void RestartNeeded(this ILogger logger, string file, string keys);

    [LoggerMessage(1012, LogLevel.Error, "The gateway serves, and is not ready: judging failed before the first request")]
    public static partial void WarmUpFailed(this ILogger logger, Exception failure);

    [LoggerMessage(1030, LogLevel.Error, "The key of assertions could not be changed and goes on signing: {Problem}")]
    public static partial void SigningKeyKept(this ILogger logger, string problem);

    [LoggerMessage(1031, LogLevel.Error, "The issuer {Issuer} exchanges no tokens, and their requests are answered 503: {Problem}")]
    public static partial void ExchangeFailing(this ILogger logger, string issuer, string problem);

    [LoggerMessage(1032, LogLevel.Information, "The issuer {Issuer} exchanges tokens again")]
    public static partial void ExchangeRecovered(this ILogger logger, string issuer);

    [LoggerMessage(1033, LogLevel.Information, "API key {Key} ({Name}) was created through the admin listener from {Client}")]
    public static partial void KeyCreated(this ILogger logger, string key, string name, string client);

    [LoggerMessage(1034, LogLevel.Information, "API key {Key} is replaced by {NewKey} and ends at {End:u}, through the admin listener from {Client}")]
    public static partial void KeyRotated(this ILogger logger, string key, string newKey, DateTimeOffset? end, string client);

    [LoggerMessage(1035, LogLevel.Information, "API key {Key} was revoked through the admin listener from {Client}")]
    public static partial void KeyRevoked(this ILogger logger, string key, string client);

    [LoggerMessage(1036, LogLevel.Information, "Tokens were revoked through the admin listener from {Client}: revocation {Revocation}, {Kind} {Value} of {Issuer}")]
    public static partial void TokensRevoked(this ILogger logger, string client, long revocation, string kind, string value, string issuer);

    [LoggerMessage(1037, LogLevel.Information, "Revocation {Revocation} was undone through the admin listener from {Client}")]
    public static partial void RevocationUndone(this ILogger logger, long revocation, string client);

    [LoggerMessage(1070, LogLevel.Warning, "A question about somebody else's request came from {Client}, which is not in forward-auth.proxies, and was refused (left out since the last such line: {LeftOut})")]
    public static partial void ForwardAuthStranger(this ILogger logger, string client, long leftOut);

    [LoggerMessage(1071, LogLevel.Warning, "A FastCGI connection from {Client} was ended: {Problem} (left out since the last such line: {LeftOut})")]
    public static partial void FastCgiEnded(this ILogger logger, string client, string problem, long leftOut);

    [LoggerMessage(1072, LogLevel.Error, "A FastCGI question failed inside the gateway (reference {Reference})")]
    public static partial void FastCgiFailed(this ILogger logger, string reference, Exception failure);

    [LoggerMessage(1101, LogLevel.Error, "A request failed inside the gateway (reference {Reference})")]
    public static partial void RequestFailed(this ILogger logger, string reference, Exception failure);

    [LoggerMessage(1102, LogLevel.Warning, "Upstream of route {Route} failed: {Error}: {Detail} (reference {Reference})")]
    public static partial void UpstreamFailed(this ILogger logger, string route, string error, string detail, string reference);

    [LoggerMessage(1103, LogLevel.Information, "A client of route {Route} broke off: {Error} (reference {Reference})")]
    public static partial void ClientBrokeOff(this ILogger logger, string route, string error, string reference);

    [LoggerMessage(1104, LogLevel.Information, "A request could not be read and was answered {Status}: {Fault} (left out since the last such line: {LeftOut})")]
    public static partial void RequestUnreadable(this ILogger logger, int status, string fault, long leftOut);

    [LoggerMessage(1105, LogLevel.Error, "Upstream {Destination} can't be asked for its health and counts as sick")]
    public static partial void HealthUnknown(this ILogger logger, string destination, Exception failure);

    [LoggerMessage(1106, LogLevel.Information, "User {User} was added through the admin listener from {Client}")]
    public static partial void UserAdded(this ILogger logger, string user, string client);

    [LoggerMessage(1107, LogLevel.Information, "User {User} was changed ({Members}) through the admin listener from {Client}")]
    public static partial void UserChanged(this ILogger logger, string user, string members, string client);

    [LoggerMessage(1108, LogLevel.Information, "The password of user {User} was set through the admin listener from {Client}")]
    public static partial void PasswordSet(this ILogger logger, string user, string client);

    [LoggerMessage(1109, LogLevel.Information, "User {User} was removed through the admin listener from {Client}")]
    public static partial void UserRemoved(this ILogger logger, string user, string client);

    [LoggerMessage(1110, LogLevel.Information, "Group {Group} was joined by {Users} through the admin listener from {Client}")]
    public static partial void GroupJoined(this ILogger logger, string group, string users, string client);

    [LoggerMessage(1111, LogLevel.Information, "Group {Group} was left by {Users} through the admin listener from {Client}")]
    public static partial void GroupLeft(this ILogger logger, string group, string users, string client);

    [LoggerMessage(1112, LogLevel.Information, "Group {Group} of {Count} users was removed through the admin listener from {Client}")]
    public static partial void GroupRemoved(this ILogger logger, string group, int count, string client);

    [LoggerMessage(1113, LogLevel.Information, "Session {Session} was revoked through the admin listener from {Client}")]
    public static partial void SessionRevoked(this ILogger logger, string session, string client);

    [LoggerMessage(1114, LogLevel.Information, "{Count} sessions of {User} were revoked through the admin listener from {Client}")]
    public static partial void SessionsOfRevoked(this ILogger logger, int count, string user, string client);

    [LoggerMessage(1115, LogLevel.Information, "All {Count} sessions were revoked through the admin listener from {Client}")]
    public static partial void AllSessionsRevoked(this ILogger logger, int count, string client);

    [LoggerMessage(1201, LogLevel.Information, "Traces and metrics go to {Endpoint} ({Protocol})")]
    public static partial void TelemetrySent(this ILogger logger, Uri endpoint, string protocol);

    [LoggerMessage(1202, LogLevel.Warning, "Traces or metrics are lost: {Problem}")]
    public static partial void TelemetryLost(this ILogger logger, string problem);
}
