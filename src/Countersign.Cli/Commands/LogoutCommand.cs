using System.CommandLine;
using Countersign.AspNetCore.Telemetry;
using Countersign.Cli.Logins;
using Countersign.Client;
using Countersign.Client.Tokens;

namespace Countersign.Cli.Commands;

/// <summary><c>countersign logout URL</c>: forgets a kept sign-in, and gives its tokens back.</summary>
internal static class LogoutCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var url = LoginCommand.UrlArgument("The address, or any other of its origin.", ArgumentArity.ExactlyOne);
        var local = new Option<bool>("--local") { Description = "Forget it here alone: its tokens go on to count at the server until they end." };
        var authorities = new Option<string?>("--cacert") { Description = "A PEM file of authorities to trust, instead of the system's.", HelpName = "FILE" };
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "logout",
            "Forget the sign-in that is kept for an address. Its tokens are given back to who gave them (RFC 7009), so that they count no more; whatever comes of that, they are forgotten here.",
            "countersign logout https://api.example.org/",
            "countersign logout https://api.example.org/ --local    # tells nobody")
        {
            url, local, authorities, format,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var origin = Origin.Of(new Uri(parsed.GetValue(url)!));
            using var channel = parsed.GetValue(local) ? null : new BackChannel(TokenSignIn.Network(origin, parsed.GetValue(authorities)));
            if (LoginStore.Find() is not { } store || await store.RemoveAsync(origin, cancel) is not { } login)
                throw new CommandFailure($"no sign-in is kept for {origin}; 'countersign login --list' shows those that are.");
            var revocation = channel is null || login.TokenEndpoint is null ? null : new TokenRevocation(login, channel, TimeProvider.System);
            using (var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel))
            {
                patience.CancelAfter(Patience);
                await store.ForgetTokensAsync(login, revocation is null ? null : family => revocation.TellAsync(family, patience.Token));
            }

            if (OutputFormat.IsJson(parsed, format))
            {
                CommandJson.Write(json => Write(json, login, revocation));
                return 0;
            }

            var revoked = revocation is not { IsDone: true } ? "" : $"; its {(revocation.Fault is null ? "tokens are" : "refresh token is")} revoked at {login.Issuer}";
            await parsed.InvocationConfiguration.Output.WriteLineAsync(Printable.Of($"forgotten: {origin}{revoked}"));
            if (revocation?.Fault is { } fault)
                await parsed.InvocationConfiguration.Error.WriteLineAsync(ErrorLine.Of(Printable.Of($"{fault}. Copies of them count until they end.")));
            return 0;
        });
        return command;
    }

    private static void Write(System.Text.Json.Utf8JsonWriter json, Login login, TokenRevocation? revocation)
    {
        json.WriteStartObject();
        json.WriteString("origin", login.Origin.ToString());
        json.WriteString("kind", login.Kind);
        json.WriteBoolean("revoked", revocation is { IsDone: true });
        json.WriteString("fault", revocation?.Fault);
        json.WriteEndObject();
    }
}
