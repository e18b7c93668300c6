using System.CommandLine;
using System.Globalization;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Admin;
using Countersign.Gateway.Configuration;

namespace Countersign.Cli.Commands;

/// <summary>How a link to set a password is made and shown: for how long, and at which address people reach the gateway.</summary>
internal sealed class ResetLinkOptions(TimeSpan usual)
{
    private const string Path = "/.countersign/reset";

    public Option<string?> For { get; } = new Option<string?>("--for")
    {
        Description = $"How long the link is good: 45m, 12h, 7d. Without it, {Told(usual)}.",
        HelpName = "TIME",
    }.Checked(TermRules.OfLifetime);

    public Option<string?> Origin { get; } = new Option<string?>("--origin")
    {
        Description = "Where people reach the gateway, such as https://app.example.org. Without it, the host of `sign-in` or else the first listener.",
        HelpName = "URL",
    }.Checked(text => OriginOf(text) is null ? $"'{text}' is no origin; write scheme and host, such as https://app.example.org." : null);

    /// <summary>Makes a link and prints it on the standard output, which is the only place where it ever stands.</summary>
    public int Print(ParseResult parsed, Store store, GatewayConfiguration configuration, string user, bool asJson = false)
    {
        var term = parsed.GetValue(For) is { } text ? DurationText.Read(text)!.Value : usual;
        var end = TimeProvider.System.GetUtcNow() + term;
        if (new ResetLinkStore(store).Issue(user, term) is not { } token)
            throw new CommandFailure($"there is no user {user}; 'countersign user list' shows them.");
        var link = $"{OriginOf(parsed.GetValue(Origin)) ?? UsualOrigin(configuration)}{Path}?token={token.Reveal()}";
        if (asJson)
        {
            CommandJson.Write(json =>
            {
                json.WriteStartObject();
                json.WriteString("user", user);
                json.WriteString("link", link);
                json.WriteString("expires", end);
                json.WriteEndObject();
            });
            return 0;
        }

        Console.WriteLine(link);
        Console.Error.WriteLine($"{user} sets a password by this link, once, until {end.ToString("u", CultureInfo.InvariantCulture)}. Links from before are void.");
        return 0;
    }

    private static string? OriginOf(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/" && url.Fragment.Length == 0 && url.UserInfo.Length == 0
            ? url.GetLeftPart(UriPartial.Authority)
            : null;

    /// <summary>The one host that has the page is reached by TLS; a listener for all addresses by the one of this machine.</summary>
    private static string UsualOrigin(GatewayConfiguration configuration)
    {
        if (configuration.SignIn?.Host is { } host)
            return "https://" + host;
        var url = configuration.Listen[0].Url;
        return OriginOf(url.Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal).Replace("//[::]", "//localhost", StringComparison.Ordinal)) ?? url;
    }

    private static string Told(TimeSpan term) => term.TotalDays >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{term.TotalDays}d")
        : string.Create(CultureInfo.InvariantCulture, $"{term.TotalHours}h");
}
