using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Tests.Telemetry;

/// <summary>Journal entries of the shape that the gateway writes.</summary>
internal static class Entries
{
    public static DateTimeOffset Noon { get; } = new(2030, 1, 2, 12, 0, 0, 345, TimeSpan.Zero);

    public static JournalEntry Wrong(string reference) => new()
    {
        Reference = reference,
        Time = Noon,
        Refusal = Refusal.BasicWrongPassword,
        CredentialsPresented = true,
        Status = 401,
        Method = "GET",
        UrlScheme = "https",
        Authority = "example.org:8443",
        Path = "/reports/1",
        Route = "reports",
        ClientAddress = "192.0.2.7",
        Scheme = "staff",
        Subject = "ann",
        Verdicts = [new("staff", Refusal.BasicWrongPassword, "the password is another"), new("machines", null, null)],
        Challenges = ["Basic realm=\"Staff, \\\"only\\\"\", charset=\"UTF-8\"", "ApiKey realm=\"x\""],
    };

    /// <summary>All that may be missing is missing.</summary>
    public static JournalEntry Bare(string reference) => new()
    {
        Reference = reference,
        Time = Noon,
        Refusal = Refusal.NetworkNotAllowed,
        CredentialsPresented = false,
        Status = 404,
        Method = "OPTIONS",
        UrlScheme = "http",
        Authority = "",
        Path = "/",
        ClientAddress = "2001:db8::1",
    };

    public static JournalEntry Challenge(string reference) =>
        Wrong(reference) with { Refusal = Refusal.CredentialsMissing, CredentialsPresented = false, Subject = null, Scheme = null, Verdicts = [] };
}
