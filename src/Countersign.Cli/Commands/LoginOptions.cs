using System.CommandLine;
using System.CommandLine.Parsing;
using Countersign.Cli.Logins;
using Countersign.Cli.Requests;
using Countersign.Client;
using Countersign.Client.Failures;

namespace Countersign.Cli.Commands;

/// <summary>How <c>login</c> signs in.</summary>
internal sealed class LoginOptions
{
    private static readonly TimeSpan LongestSignIn = TimeSpan.FromMinutes(31);

    private readonly Option<string?> _user = new Option<string?>("--user", "-u") { Description = "The user's name, for Basic and Digest; the password is asked for.", HelpName = "NAME" }
        .Checked(name => RequestCredentialRules.OfUser("--user", name));

    private readonly Option<bool> _fromInput = new("--password-stdin") { Description = "Take the password from the first line of the standard input." };

    private readonly Option<string?> _key = new Option<string?>("--key") { Description = "An API key: @FILE, - for the standard input, or env:NAME.", HelpName = "KEY" }
        .Sound(RequestCredentialRules.OfSecret);

    private readonly Option<string?> _keyField = new Option<string?>("--key-field") { Description = "The field that carries the key; without it what the address says, or X-API-Key.", HelpName = "NAME" }
        .Checked(name => RequestCredentialRules.OfField("--key-field", name));

    private readonly Option<bool> _device = new("--device") { Description = "Sign in on another device, by a code (RFC 8628)." };

    private readonly Option<string?> _clientId = new("--client-id") { Description = "As whom the authorization server knows this client; without it the client registers itself where it may.", HelpName = "ID" };

    private readonly Option<string[]> _scopes = new("--scope") { Description = "A scope to ask for, beside those that the address wants; may be repeated.", HelpName = "SCOPE" };

    private readonly Option<bool> _bearer = new("--bearer") { Description = "Take tokens that whoever has them can use, where the address also takes tokens that are bound to a key (DPoP)." };

    private readonly Option<bool> _noBrowser = new("--no-browser") { Description = "Open no browser; its address is shown." };

    private readonly Option<string?> _authorities = new("--cacert") { Description = "A PEM file of authorities to trust, instead of the system's.", HelpName = "FILE" };

    private readonly Option<bool> _cleartext = new("--allow-cleartext") { Description = "Send credentials over http to another machine, too, where anybody on the way can read them." };

    private readonly Option<bool> _md5 = new("--allow-md5") { Description = "Answer Digest with MD5, too, where a server knows nothing better." };

    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Tell of each message, with all fields." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _user, _fromInput, _key, _keyField, _device, _clientId, _scopes, _bearer, _noBrowser, _authorities, _cleartext, _md5, _verbose })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (new[] { result.Has(_user), result.Has(_key), result.Has(_device) || result.Has(_clientId) || result.Has(_scopes) || result.Has(_bearer) }.Count(isGiven => isGiven) > 1)
                result.AddError("--user, --key and --device are several ways in; give one.");
            if (result.Has(_fromInput) && !result.Has(_user))
                result.AddError("--password-stdin is for --user NAME.");
            if (result.Has(_keyField) && !result.Has(_key))
                result.AddError("--key-field is for --key.");
        });
    }

    /// <summary>Signs in and keeps what came of it.</summary>
    /// <exception cref="CommandFailure">There is no way in.</exception>
    public async Task<Login> SignInAsync(ParseResult parsed, Uri url, CancellationToken cancel)
    {
        var order = new RequestOrder(HttpMethod.Get, url)
        {
            Fields = [("Accept", "*/*"), ("User-Agent", "Countersign")],
            Authorities = parsed.GetValue(_authorities),
            Follows = false,
        };
        var asked = await SendAsync(parsed, order, cancel);
        var challenges = asked.Story.Last is { Message.Answer.Status: 401 } last ? ChallengeWords.Of(last, reauthenticates: true) : [];
        if (asked.Outage is { } outage)
            throw new CommandFailure($"no answer from {Origin.Of(url)}: {outage.TrimEnd('.')}.");
        if (challenges.IsEmpty && parsed.GetValue(_key) is null)
            throw new CommandFailure($"{url.GetLeftPart(UriPartial.Path)} asks for no credentials (its answer is {asked.Story.Last?.Message.Answer?.Status}): name an address that does.");

        string[] schemes = [.. challenges.Select(each => each.Challenge.Scheme.ToLowerInvariant())];
        var store = LoginStore.Open();
        var former = store.Find(Origin.Of(url));
        var login = parsed.GetValue(_key) is { } key ? await ByKeyAsync(parsed, order, key, challenges.FirstOrDefault(each => each.Challenge.Scheme.Equals("ApiKey", StringComparison.OrdinalIgnoreCase))?.Challenge.Find("header"), cancel)
            : WantsTokens(parsed, schemes) ? await ByTokensAsync(parsed, order, store, schemes.Contains("dpop", StringComparer.Ordinal) && !parsed.GetValue(_bearer), cancel)
            : schemes.Any(scheme => scheme is "basic" or "digest") ? await ByPasswordAsync(parsed, order, cancel)
            : throw new CommandFailure($"{Origin.Of(url)} takes {string.Join(", ", schemes.Distinct(StringComparer.Ordinal))}{(schemes.Contains("apikey", StringComparer.Ordinal) ? "; give a key by --key." : ", and nothing that can be kept here.")}");
        await store.PutAsync(login, cancel);
        if (former is not null)
            await store.ForgetTokensAsync(former);
        return login;
    }

    private bool WantsTokens(ParseResult parsed, string[] schemes) =>
        parsed.GetValue(_device) || parsed.GetValue(_clientId) is not null || parsed.GetValue(_scopes) is { Length: > 0 } || parsed.GetValue(_bearer)
        || (parsed.GetValue(_user) is null && schemes.Any(scheme => scheme is "bearer" or "dpop"));

    private async Task<Login> ByKeyAsync(ParseResult parsed, RequestOrder order, string key, string? field, CancellationToken cancel)
    {
        var given = new GivenCredentials
        {
            Key = new(SecretSource.Read("--key", key, parsed.InvocationConfiguration.Error).Trim().Sound(RequestCredentialRules.OfSecret, "--key")),
            KeyField = parsed.GetValue(_keyField) ?? field?.Sound(RequestCredentialRules.OfField, "the field of the challenge") ?? GivenCredentials.UsualKeyField,
            AllowsCleartext = parsed.GetValue(_cleartext),
        };
        await TryAsync(parsed, order with { Credentials = given }, cancel);
        return new(Origin.Of(order.Url), TimeProvider.System.GetUtcNow()) { Key = given.Key, KeyField = given.KeyField, AllowsCleartext = given.AllowsCleartext };
    }

    private async Task<Login> ByPasswordAsync(ParseResult parsed, RequestOrder order, CancellationToken cancel)
    {
        if (Console.IsInputRedirected && !parsed.GetValue(_fromInput))
            throw new CommandFailure("there is no terminal to ask for the password; --user NAME --password-stdin takes it from the standard input.");
        var prompts = parsed.InvocationConfiguration.Error;
        var user = parsed.GetValue(_user) ?? Terminal.ReadName(prompts);
        var given = new GivenCredentials { User = user, Password = Terminal.ReadPassword(prompts), AllowsCleartext = parsed.GetValue(_cleartext), AllowsMd5 = parsed.GetValue(_md5) };
        await TryAsync(parsed, order with { Credentials = given }, cancel);
        return new(Origin.Of(order.Url), TimeProvider.System.GetUtcNow()) { User = user, Password = given.Password, AllowsMd5 = given.AllowsMd5, AllowsCleartext = given.AllowsCleartext };
    }

    private async Task<Login> ByTokensAsync(ParseResult parsed, RequestOrder order, LoginStore store, bool binds, CancellationToken cancel)
    {
        var signIn = new TokenSignIn(store.Tokens(), parsed.InvocationConfiguration.Error)
        {
            ClientId = parsed.GetValue(_clientId),
            OnOtherDevice = parsed.GetValue(_device),
            Scope = string.Join(' ', parsed.GetValue(_scopes) ?? []),
            ProofKey = binds ? ProofKeys.Create() : null,
            AllowsCleartext = parsed.GetValue(_cleartext),
            OpensBrowser = !parsed.GetValue(_noBrowser),
            Stop = cancel,
        };
        await TryAsync(parsed, order with { Credentials = new() { SignIn = signIn }, Timeout = LongestSignIn }, cancel);
        return await signIn.KeptAsync(Origin.Of(order.Url), TimeProvider.System, cancel)
            ?? throw new CommandFailure("nobody signed in: the address was answered without a token.");
    }

    /// <summary>Sends the request with the credentials; they are good when the answer shows that they got in, as a failure of the server or a limit does not. Who is not permitted (403) is known.</summary>
    private async Task TryAsync(ParseResult parsed, RequestOrder order, CancellationToken cancel)
    {
        var outcome = await SendAsync(parsed, order, cancel);
        var end = ExchangeEnd.Of(outcome, order, outcome.Story.Last?.Message.Answer?.Content.ToArray() ?? []);
        if (outcome.Failure is null && outcome.Outage is null && outcome.Story.Last is { Message.Answer.Status: < 400 or 403 or 404 })
            return;
        if (outcome.Failure is { Reason: FailureReason.SignInNeeded, Detail: { } detail })
            throw new CommandFailure($"nothing is kept: {detail}");
        EndText.Write(parsed.InvocationConfiguration.Error, end, Redaction.Of(order.Credentials), Terminal.ErrorTakesColour);
        throw new CommandFailure(outcome is { Failure: null, Outage: null, Story.Last.Message.Answer.Status: not (401 or 407) and var status }
            ? $"nothing is kept: an answer of {status} does not show whether these credentials get in."
            : "nothing is kept: these credentials do not get in.");
    }

    private async Task<RequestOutcome> SendAsync(ParseResult parsed, RequestOrder order, CancellationToken cancel)
    {
        var redaction = Redaction.Of(order.Credentials);
        var teller = parsed.GetValue(_verbose)
            ? new StoryText(parsed.InvocationConfiguration.Error, redaction, Terminal.ErrorTakesColour, showsFields: true, reauthenticates: true) { CredentialsFor = order.Credentials.IsEmpty ? null : Origin.Of(order.Url) }
            : null;
        using var network = RequestRun.Network(order);
        var outcome = await RequestRun.SendAsync(order, network, new ExchangeStory(redaction, teller, TimeProvider.System), TimeProvider.System, cancel);
        using var response = outcome.Response;
        if (response is not null)
        {
            await using var content = await response.Content.ReadAsStreamAsync(cancel);
            await ResponseBody.ReadAsync(content, 64 * 1024, cancel);
        }

        return outcome;
    }
}
