using System.CommandLine;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Admin;
using Countersign.Gateway.Admin.People;

namespace Countersign.Cli.Commands;

/// <summary><c>group list|add|remove</c>. A group is there while it has a member.</summary>
internal static class GroupCommand
{
    public static Command Create()
    {
        // Of the group of commands as well, so that it may stand on either side of the subcommand.
        var config = CommandConfiguration.Option();
        config.Recursive = true;
        return new CommandWithExamples(
            "group",
            "List groups of users, and have users join and leave them. Running gateways follow within a second, in sessions too.",
            "countersign group add ops anna bob --config countersign.yaml",
            "countersign group list --config countersign.yaml")
        {
            config, Listing(config), Adding(config), Removal(config),
        };
    }

    private static CommandWithExamples Listing(Option<string?> config)
    {
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "list",
            "List the groups: name and members, with a tab between.",
            "countersign group list --config countersign.yaml",
            "countersign group list --format json")
        {
            format,
        };
        command.SetAction(parsed =>
        {
            using var store = CommandConfiguration.OpenStore(parsed.GetValue(config));
            Write(GroupRecord.Of(new UserStore(store).List()), OutputFormat.IsJson(parsed, format));
            return 0;
        });
        return command;
    }

    private static CommandWithExamples Adding(Option<string?> config)
    {
        var (group, users) = (UserNames.Group(), Users("The users who join.", ArgumentArity.OneOrMore));
        var command = new CommandWithExamples(
            "add",
            "Have users join a group, all of them or none. The first member makes the group.",
            "countersign group add ops anna bob --config countersign.yaml")
        {
            group, users,
        };
        command.SetAction(parsed =>
        {
            using var store = CommandConfiguration.OpenStore(parsed.GetValue(config));
            var (name, change) = (parsed.GetRequiredValue(group), new UserStore(store).AddToGroup(parsed.GetRequiredValue(group), parsed.GetRequiredValue(users)));
            if (!change.Unfit.IsEmpty)
                throw new CommandFailure($"there is no user {string.Join(", ", change.Unfit)}, and nobody joined; 'countersign user list' shows them.");
            return Say(change.Changed.IsEmpty ? $"all of them are in {name} already" : $"{string.Join(", ", change.Changed)} joined {name}");
        });
        return command;
    }

    private static CommandWithExamples Removal(Option<string?> config)
    {
        var (group, users) = (UserNames.Group(), Users("The users who leave.", ArgumentArity.ZeroOrMore));
        var all = new Option<bool>("--all") { Description = "Everybody leaves, and the group is gone." };
        var command = new CommandWithExamples(
            "remove",
            "Have users leave a group, all of them or none. The group is gone with its last member.",
            "countersign group remove ops bob --config countersign.yaml",
            "countersign group remove ops --all --config countersign.yaml")
        {
            group, users, all,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(users) is { Tokens.Count: > 0 } == result.Has(all))
                result.AddError("Name the users who leave, or give --all.");
        });
        command.SetAction(parsed =>
        {
            using var store = CommandConfiguration.OpenStore(parsed.GetValue(config));
            var (members, name) = (new UserStore(store), parsed.GetRequiredValue(group));
            if (parsed.GetValue(all))
                return members.RemoveGroup(name) is > 0 and var count ? Say($"group {name} removed, of {count} users") : throw new CommandFailure($"there is no group {name}; 'countersign group list' shows them.");
            var change = members.RemoveFromGroup(name, parsed.GetRequiredValue(users));
            return change.Unfit.IsEmpty
                ? Say($"{string.Join(", ", change.Changed)} left {name}")
                : throw new CommandFailure($"{string.Join(", ", change.Unfit)} is not in {name}, and nobody left; 'countersign group list' shows who is.");
        });
        return command;
    }

    private static Argument<string[]> Users(string sentence, ArgumentArity arity) =>
        new Argument<string[]>("user") { Description = sentence, Arity = arity }.Checked(NameRules.OfUser);

    private static void Write(IReadOnlyList<GroupRecord> groups, bool asJson)
    {
        if (asJson)
        {
            CommandJson.WriteArray(groups, GroupJson.Write);
            return;
        }

        foreach (var group in groups)
            Console.WriteLine($"{group.Name}\t{string.Join(',', group.Members)}");
        if (groups.Count == 0)
            Say("no user belongs to a group");
    }

    // Not on the standard output: it is for data.
    private static int Say(string done)
    {
        Console.Error.WriteLine(done);
        return 0;
    }
}
