using System.CommandLine;
using Countersign.Cli.Logins;
using Countersign.Client;

namespace Countersign.Cli.Commands;

/// <summary><c>countersign logout URL</c>: forgets a kept sign-in.</summary>
internal static class LogoutCommand
{
    public static Command Create()
    {
        var url = LoginCommand.UrlArgument("The address, or any other of its origin.", ArgumentArity.ExactlyOne);
        var command = new CommandWithExamples(
            "logout",
            "Forget the sign-in that is kept for an address, its tokens included. At the server it goes on until it ends there.",
            "countersign logout https://api.example.org/")
        {
            url,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var origin = Origin.Of(new Uri(parsed.GetValue(url)!));
            if (LoginStore.Find() is not { } store || !await store.RemoveAsync(origin, cancel))
                throw new CommandFailure($"no sign-in is kept for {origin}; 'countersign login --list' shows those that are.");
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"forgotten: {origin}");
            return 0;
        });
        return command;
    }
}
