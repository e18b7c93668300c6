using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Countersign.Gateway.Admin;
using Countersign.Gateway.Doctor;

namespace Countersign.Cli.Commands;

/// <summary>How <c>doctor</c> asks an address, and as whom.</summary>
internal sealed class DoctorVisitOptions
{
    private const string Browser = "browser";
    private const string OldBrowser = "old-browser";

    private readonly Option<string> _as = new("--as") { Description = "browser, or old-browser, which sends no Sec-Fetch fields.", DefaultValueFactory = _ => Browser, HelpName = $"{Browser}|{OldBrowser}" };

    private readonly Option<string[]> _resolve = new("--resolve") { Description = "Where a host is, instead of where its name leads; may be repeated.", HelpName = "HOST:ADDRESS" };

    private readonly Option<string?> _authorities = new("--cacert") { Description = "A PEM file of authorities to trust, instead of the system's.", HelpName = "FILE" };

    private readonly Option<bool> _insecure = new("--insecure") { Description = "Send the password although nobody vouches for the certificate, or without TLS." };

    private readonly Option<string[]> _signInHosts = new("--sign-in-host") { Description = "A further host that the password may be sent to, where people sign in at another than that of the address; may be repeated.", HelpName = "HOST" };

    private readonly Option<string?> _origin = new("--origin") { Description = "Whose scripts are to use the address: their preflight has to pass.", HelpName = "ORIGIN" };

    private readonly Option<string?> _user = new Option<string?>("--user") { Description = "Sign in as this user and out again; the password is asked for.", HelpName = "NAME" }.Checked(NameRules.OfClaim);

    private readonly Option<bool> _fromInput = new("--password-stdin") { Description = "Take the password from the first line of the standard input." };

    public DoctorVisitOptions()
    {
        _as.AcceptOnlyFromAmong(Browser, OldBrowser);
        _resolve.Checked(text => PlaceOf(text) is null ? $"--resolve is written HOST:ADDRESS, such as app.example.org:10.0.0.7, and not '{text}'." : null);
        _signInHosts.Checked(text => Uri.CheckHostName(text) == UriHostNameType.Unknown ? $"--sign-in-host is a host without a scheme and a port, such as login.example.org, and not '{text}'." : null);
        _origin.Checked(text => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.GetLeftPart(UriPartial.Authority) == text
            ? null : "--origin is scheme, host and port, such as https://app.example.org.");
    }

    public IReadOnlyList<Option> All => [_as, _resolve, _authorities, _insecure, _origin, _user, _signInHosts, _fromInput];

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.Has(_fromInput) && !result.Has(_user))
                result.AddError("--password-stdin is for --user NAME.");
            if (result.Has(_signInHosts) && !result.Has(_user))
                result.AddError("--sign-in-host is for --user NAME.");
        });
    }

    /// <summary>What is ordered. The password is asked for where somebody is to sign in.</summary>
    /// <exception cref="CommandFailure">No password came.</exception>
    public AddressOrder Read(ParseResult parsed, Uri url)
    {
        var user = parsed.GetValue(_user);
        if (user is not null && !parsed.GetValue(_fromInput) && Console.IsInputRedirected)
            throw new CommandFailure("there is no terminal to ask for the password; --password-stdin takes it from the standard input.");
        return new(url)
        {
            Places = [.. (parsed.GetValue(_resolve) ?? []).Select(text => PlaceOf(text)!.Value)],
            Authorities = parsed.GetValue(_authorities),
            IsInsecure = parsed.GetValue(_insecure),
            IsOldBrowser = parsed.GetValue(_as) == OldBrowser,
            SignInHosts = [.. (parsed.GetValue(_signInHosts) ?? []).Select(text => new UriBuilder(Uri.UriSchemeHttps, text).Uri.IdnHost)],
            Origin = parsed.GetValue(_origin),
            User = user,
            Password = user is null ? null : Terminal.ReadPassword(parsed.InvocationConfiguration.Error),
        };
    }

    private static KeyValuePair<string, IPAddress>? PlaceOf(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && IPAddress.TryParse(text.AsSpan(colon + 1), out var address) ? new(text[..colon], address) : null;
    }
}
