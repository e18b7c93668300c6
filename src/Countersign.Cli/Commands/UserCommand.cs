using System.CommandLine;
using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Admin;
using Countersign.Gateway.Admin.People;

namespace Countersign.Cli.Commands;

/// <summary><c>user add|list|remove|passwd|disable|enable</c>. Passwords are typed or come from the standard input, never from the command line, where others see them.</summary>
internal static class UserCommand
{
    private const string AsksForPassword = "The password is asked for, or is the first line of the standard input.";

    public static Command Create()
    {
        // Of the group as well, so that it may stand on either side of the subcommand.
        var config = CommandConfiguration.Option();
        config.Recursive = true;
        return new CommandWithExamples(
            "user",
            "Add, list, change and remove users of the store, set their passwords, and switch them off and on.",
            "countersign user add anna --group staff --config countersign.yaml",
            "countersign user list --config countersign.yaml")
        {
            config, Adding(config), Listing(config), Removal(config), PasswordSetting(config), UserChangeCommand.Create(config),
            Switching(config, "disable", "Switch a user off: nobody gets in by this name, and the password stays.", disabled: true),
            Switching(config, "enable", "Switch a user on again, with the password that was.", disabled: false),
            UserFactorCommands.Resetting(config), UserFactorCommands.Listing(config), UserFactorCommands.Removal(config),
        };
    }

    private static CommandWithExamples Adding(Option<string?> config)
    {
        var name = Name();
        var groups = new Option<string[]>("--group", "-g") { Description = "A group that the user belongs to; may be repeated.", HelpName = "GROUP" }.Checked(NameRules.OfGroup);
        var email = new Option<string?>("--email") { Description = "The user's e-mail address.", HelpName = "ADDRESS" }.Checked(NameRules.OfLabel);
        var invite = new Option<bool>("--invite") { Description = "Ask for no password, and print a link by which the person sets one." };
        var link = new ResetLinkOptions(ResetLinkStore.UsualTermOfInvitation);
        var command = new CommandWithExamples(
            "add",
            $"Add a user. {AsksForPassword}",
            "countersign user add anna --group staff --email anna@example.org --config countersign.yaml",
            "countersign user add anna --invite --config countersign.yaml",
            "pwgen 20 1 | countersign user add robot --config countersign.yaml")
        {
            name, groups, email, invite, link.For, link.Origin,
        };
        command.SetAction(parsed =>
        {
            var configuration = CommandConfiguration.Read(parsed.GetValue(config));
            using var store = Store.Open(configuration.Store);
            var (users, user, isInvited) = (new UserStore(store), parsed.GetRequiredValue(name), parsed.GetValue(invite));
            var isAdded = users.Add(new(user, isInvited ? PasswordHash.NotSet : Hash(parsed)) { Groups = [.. parsed.GetValue(groups) ?? []], Email = parsed.GetValue(email) });
            if (!isAdded)
                throw new CommandFailure($"there is a user {user} already; 'countersign user passwd' sets the password, 'countersign user reset' makes a link for it.");
            Say($"user {user} added");
            return isInvited ? link.Print(parsed, store, configuration, users.Find(user)!.Name) : 0;
        });
        return command;
    }

    private static CommandWithExamples PasswordSetting(Option<string?> config)
    {
        var name = Name();
        var command = new CommandWithExamples("passwd", $"Set a user's password. {AsksForPassword}", "countersign user passwd anna --config countersign.yaml") { name };
        command.SetAction(parsed =>
        {
            using var store = CommandConfiguration.OpenStore(parsed.GetValue(config));
            var user = parsed.GetRequiredValue(name);
            return new UserStore(store).SetPasswordHash(user, Hash(parsed)) ? Say($"password of {user} set") : throw Unknown(user);
        });
        return command;
    }

    private static CommandWithExamples Removal(Option<string?> config)
    {
        var name = Name();
        var command = new CommandWithExamples("remove", "Remove a user.", "countersign user remove anna --config countersign.yaml") { name };
        command.SetAction(parsed =>
        {
            using var store = CommandConfiguration.OpenStore(parsed.GetValue(config));
            var user = parsed.GetRequiredValue(name);
            return new UserStore(store).Remove(user) ? Say($"user {user} removed") : throw Unknown(user);
        });
        return command;
    }

    private static CommandWithExamples Switching(Option<string?> config, string verb, string sentence, bool disabled)
    {
        var name = Name();
        var command = new CommandWithExamples(verb, sentence, $"countersign user {verb} anna --config countersign.yaml") { name };
        command.SetAction(parsed =>
        {
            using var store = CommandConfiguration.OpenStore(parsed.GetValue(config));
            var user = parsed.GetRequiredValue(name);
            return new UserStore(store).SetDisabled(user, disabled) ? Say($"user {user} {verb}d") : throw Unknown(user);
        });
        return command;
    }

    private static CommandWithExamples Listing(Option<string?> config)
    {
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "list",
            "List the users: name, groups and e-mail address, with tabs between.",
            "countersign user list --config countersign.yaml",
            "countersign user list --format json")
        {
            format,
        };
        command.SetAction(parsed =>
        {
            using var store = CommandConfiguration.OpenStore(parsed.GetValue(config));
            Write(new UserStore(store).List(), OutputFormat.IsJson(parsed, format));
            return 0;
        });
        return command;
    }

    private static Argument<string> Name() => UserNames.User();

    private static string Hash(ParseResult parsed)
    {
        var password = Terminal.ReadNewPassword(parsed.InvocationConfiguration.Error);
        try
        {
            return PasswordMaker.Create(password).Reveal();
        }
        catch (ArgumentException unfit)
        {
            throw new CommandFailure(CommandFailure.SentenceOf(unfit));
        }
        catch (PlatformNotSupportedException missing)
        {
            throw new CommandFailure(missing.Message);
        }
    }

    private static CommandFailure Unknown(string user) => UserNames.Unknown(user);

    // Not on the standard output: it is for data.
    private static int Say(string done)
    {
        Console.Error.WriteLine(done);
        return 0;
    }

    private static void Write(IReadOnlyList<UserRecord> users, bool asJson)
    {
        if (!asJson)
        {
            foreach (var user in users)
                Console.WriteLine($"{user.Name}\t{string.Join(',', user.Groups)}\t{user.Email}{(user.Disabled ? "\tdisabled" : "")}");
            if (users.Count == 0)
                Say("there are no users in the store");
            return;
        }

        CommandJson.WriteArray(users, UserJson.Write);
    }
}
