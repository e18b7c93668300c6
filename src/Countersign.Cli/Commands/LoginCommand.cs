using System.CommandLine;
using System.Globalization;
using Countersign.AspNetCore.Telemetry;
using Countersign.Cli.Logins;

namespace Countersign.Cli.Commands;

/// <summary><c>countersign login URL</c>: signs in where an address wants it, and keeps that for <c>countersign request</c>.</summary>
internal static class LoginCommand
{
    public static Command Create()
    {
        var url = UrlArgument("An address that wants credentials.", ArgumentArity.ZeroOrOne);
        var list = new Option<bool>("--list") { Description = "List the sign-ins that are kept." };
        var way = new LoginOptions();
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "login",
            "Find out what an address takes, sign in, try it, and keep it for 'countersign request': a name and password, an API key, or tokens by a browser or another device. "
                + "What is kept is encrypted, with a key that this user alone can read.",
            "countersign login https://api.example.org/orders                    # by what the address asks for",
            "countersign login https://api.example.org/orders --user anna        # asks for the password",
            "countersign login https://api.example.org/orders --key @key.txt",
            "countersign login https://api.example.org/orders --device --client-id cli",
            "countersign login --list")
        {
            url, list,
        };
        way.AddTo(command);
        command.Add(format);
        command.Validators.Add(result =>
        {
            if ((result.GetResult(url) is { Tokens.Count: > 0 }) == result.Has(list))
                result.AddError("Name an address to sign in at, or --list.");
        });
        command.SetAction(async (parsed, cancel) =>
        {
            var isJson = OutputFormat.IsJson(parsed, format);
            if (parsed.GetValue(list))
            {
                List(parsed.InvocationConfiguration.Output, LoginStore.Find()?.Read() ?? [], isJson);
                return 0;
            }

            var login = await SignInAsync(way, parsed, new(parsed.GetValue(url)!), cancel);
            if (isJson)
                CommandJson.Write(json => Write(json, login));
            else
                await parsed.InvocationConfiguration.Output.WriteLineAsync(Printable.Of($"signed in at {login.Origin}{(login.User is { } user ? $" as {user}" : "")} ({login.Kind}); kept for countersign request"));
            return 0;
        });
        return command;
    }

    private static async Task<Login> SignInAsync(LoginOptions way, ParseResult parsed, Uri url, CancellationToken cancel)
    {
        try
        {
            return await way.SignInAsync(parsed, url, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw new CommandFailure("stopped before anybody was signed in.");
        }
    }

    /// <summary>An address of http or https.</summary>
    public static Argument<string?> UrlArgument(string description, ArgumentArity arity)
    {
        var url = new Argument<string?>("url") { Description = description, Arity = arity };
        url.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !(Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0 && address.Host.Length > 0))
                result.AddError("The address is no http or https URL without credentials, such as https://api.example.org/orders.");
        });
        return url;
    }

    private static void List(TextWriter output, IReadOnlyList<Login> logins, bool isJson)
    {
        if (isJson)
        {
            CommandJson.WriteArray(logins, Write);
            return;
        }

        foreach (var login in logins)
            output.WriteLine(Printable.Of(string.Create(CultureInfo.InvariantCulture, $"{login.Origin,-40} {login.Kind,-9} {login.Who ?? "-",-20} since {login.KeptAt.UtcDateTime:yyyy-MM-dd HH:mm}")));
        if (logins.Count == 0)
            output.WriteLine("No sign-in is kept.");
    }

    private static void Write(System.Text.Json.Utf8JsonWriter json, Login login)
    {
        json.WriteStartObject();
        json.WriteString("origin", login.Origin.ToString());
        json.WriteString("kind", login.Kind);
        json.WriteString("user", login.User);
        json.WriteString("field", login.KeyField);
        json.WriteString("issuer", login.Issuer);
        json.WriteString("clientId", login.ClientId);
        json.WriteString("tokenType", login.TokenEndpoint is null ? null : login.ProofKey is null ? "Bearer" : "DPoP");
        json.WriteString("scope", login.TokenEndpoint is null ? null : login.Scope);
        json.WriteString("keptAt", login.KeptAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }
}
