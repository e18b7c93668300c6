using System.CommandLine;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Admin;

namespace Countersign.Cli.Commands;

/// <summary><c>user change</c>: groups and e-mail address.</summary>
internal static class UserChangeCommand
{
    public static CommandWithExamples Create(Option<string?> config)
    {
        var name = UserNames.User();
        var groups = new Option<string[]>("--group", "-g") { Description = "A group that the user belongs to from now on, in place of those that were; may be repeated.", HelpName = "GROUP" }.Checked(NameRules.OfGroup);
        var noGroups = new Option<bool>("--no-groups") { Description = "The user belongs to no group from now on." };
        var email = new Option<string?>("--email") { Description = "The user's e-mail address from now on.", HelpName = "ADDRESS" }.Checked(NameRules.OfLabel);
        var noEmail = new Option<bool>("--no-email") { Description = "The user has no e-mail address from now on." };
        var command = new CommandWithExamples(
            "change",
            "Change a user's groups or e-mail address. Running gateways follow within a second, in sessions too.",
            "countersign user change anna --group staff --group ops --config countersign.yaml",
            "countersign user change anna --no-email --config countersign.yaml")
        {
            name, groups, noGroups, email, noEmail,
        };
        command.Validators.Add(result =>
        {
            var (setsGroups, setsEmail) = (result.Has(groups), result.Has(email));
            if ((setsGroups && result.Has(noGroups)) || (setsEmail && result.Has(noEmail)))
                result.AddError("An option and the one that takes the same away exclude each other.");
            else if (!setsGroups && !setsEmail && !result.Has(noGroups) && !result.Has(noEmail))
                result.AddError("Say what to change: --group, --no-groups, --email or --no-email.");
        });
        command.SetAction(parsed =>
        {
            using var store = CommandConfiguration.OpenStore(parsed.GetValue(config));
            var (users, user) = (new UserStore(store), parsed.GetRequiredValue(name));
            var isKnown = true;
            if (parsed.CommandResult.Has(groups) || parsed.GetValue(noGroups))
                isKnown = users.SetGroups(user, [.. parsed.GetValue(groups) ?? []]);
            if (isKnown && (parsed.CommandResult.Has(email) || parsed.GetValue(noEmail)))
                isKnown = users.SetEmail(user, parsed.GetValue(email));
            if (!isKnown)
                throw UserNames.Unknown(user);
            Console.Error.WriteLine($"user {user} changed");
            return 0;
        });
        return command;
    }
}
