using System.CommandLine;
using System.CommandLine.Parsing;
using Countersign.Cli.Logins;
using Countersign.Cli.Requests;
using Countersign.Client;

namespace Countersign.Cli.Commands;

/// <summary>What <c>request</c> has to show.</summary>
internal sealed class RequestCredentialOptions
{
    private const string Places = "@FILE, - for the standard input, or env:NAME";

    private readonly Option<string?> _auth = new Option<string?>("--auth", "-a") { Description = $"A user for Basic and Digest. Without a password it is asked for; USER:PASSWORD may come from {Places}.", HelpName = "USER[:PASSWORD]" }.Sound(RequestCredentialRules.OfUser);

    private readonly Option<bool> _basic = new("--basic") { Description = "Answer Basic alone." };

    private readonly Option<bool> _digest = new("--digest") { Description = "Answer Digest alone." };

    private readonly Option<bool> _md5 = new("--allow-md5") { Description = "Answer Digest with MD5, too, where a server knows nothing better." };

    private readonly Option<bool> _noLogin = new("--no-login") { Description = "Leave the sign-in alone that countersign login keeps for the address." };

    private readonly Option<string?> _token = new Option<string?>("--token") { Description = $"An access token: {Places}.", HelpName = "TOKEN" }
        .Sound((option, text) => RequestCredentialRules.OfSecret(option, Token(text)));

    private readonly Option<string?> _key = new Option<string?>("--key") { Description = $"An API key: {Places}.", HelpName = "KEY" }.Sound(RequestCredentialRules.OfSecret);

    private readonly Option<string> _keyField = new Option<string>("--key-field") { Description = "The field that carries the key.", DefaultValueFactory = _ => GivenCredentials.UsualKeyField, HelpName = "NAME" }
        .Checked(name => RequestCredentialRules.OfField("--key-field", name));

    private readonly Option<bool> _cleartext = new("--allow-cleartext") { Description = "Send credentials over http to other machines, too, where anybody on the way can read them." };

    /// <summary>The option of an access token.</summary>
    public Option<string?> AccessToken => _token;

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_auth, _basic, _digest, _md5, _token, _key, _keyField, _cleartext, _noLogin];

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.Has(_basic) && result.Has(_digest))
                result.AddError("--basic and --digest are two answers to one question; give one, or none for both.");
            if ((result.Has(_basic) || result.Has(_digest)) && !result.Has(_auth))
                result.AddError("--basic and --digest are for --auth USER.");
        });
    }

    /// <summary>How many of the secrets come on the standard input.</summary>
    public int OnInput(CommandResult result) => new[] { _auth, _token, _key }.Count(option => result.GetResult(option) is { Tokens: [{ Value: "-" }] });

    /// <summary>The credentials; what is missing is asked for, unless nothing is to be sent.</summary>
    /// <exception cref="CommandFailure">A secret can't be had.</exception>
    public GivenCredentials Read(ParseResult parsed, Uri url, bool asksForPassword)
    {
        var given = Read(parsed, asksForPassword);
        if (!given.IsEmpty || parsed.GetValue(_noLogin) || LoginStore.Find() is not { } store || store.Find(Origin.Of(url)) is not { } login)
            return given;
        return given with
        {
            IsKept = true,
            User = login.User,
            Password = login.Password,
            Key = login.Key,
            KeyField = login.KeyField ?? given.KeyField,
            AllowsMd5 = given.AllowsMd5 || login.AllowsMd5,
            AllowsCleartext = given.AllowsCleartext || login.AllowsCleartext,
            Kept = login.TokenEndpoint is null ? null : new(login, store.Tokens()),
        };
    }

    private GivenCredentials Read(ParseResult parsed, bool asksForPassword)
    {
        var warnings = parsed.InvocationConfiguration.Error;
        var (user, password) = parsed.GetValue(_auth) is { } auth ? ReadUser("--auth", auth, asksForPassword, warnings) : (null, null);
        return new()
        {
            User = user,
            Password = password,
            AllowsMd5 = parsed.GetValue(_md5),
            TakesBasic = !parsed.GetValue(_digest),
            TakesDigest = !parsed.GetValue(_basic),
            Token = parsed.GetValue(_token) is { } token ? new(Token(SecretSource.Read("--token", token, warnings)).Sound(RequestCredentialRules.OfSecret, "--token")) : null,
            Key = parsed.GetValue(_key) is { } key ? new(SecretSource.Read("--key", key, warnings).Trim().Sound(RequestCredentialRules.OfSecret, "--key")) : null,
            KeyField = parsed.GetValue(_keyField)!,
            AllowsCleartext = parsed.GetValue(_cleartext),
        };
    }

    /// <summary>A user and password; it is asked for where it is missing.</summary>
    /// <exception cref="CommandFailure">It can't be had.</exception>
    public static (string User, Secret Password) User(string option, string text, TextWriter warnings)
    {
        var (user, password) = ReadUser(option, text, asksForPassword: true, warnings);
        return (user, password!);
    }

    private static (string User, Secret? Password) ReadUser(string option, string auth, bool asksForPassword, TextWriter warnings)
    {
        var isPlace = SecretSource.IsPlace(auth);
        var text = isPlace || auth.Contains(':', StringComparison.Ordinal) ? SecretSource.Read(option, auth, warnings).Sound(RequestCredentialRules.OfUser, option) : auth;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
            return (text[..colon], new(text[(colon + 1)..]));
        if (!asksForPassword)
            return (text, null);
        if (Console.IsInputRedirected)
            throw new CommandFailure($"there is no terminal to ask for the password; {option} takes USER:PASSWORD from @FILE, - or env:NAME.");
        return (text, Terminal.ReadPassword(warnings));
    }

    // As it is copied out of a field.
    private static string Token(string text) => text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? text[7..].Trim() : text.Trim();
}
