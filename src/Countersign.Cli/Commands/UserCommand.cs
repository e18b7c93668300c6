using System.CommandLine;
using Countersign.AspNetCore.Stores;

namespace Countersign.Cli.Commands;

/// <summary><c>user add|list|remove|passwd</c>. Passwords come from the standard input, never from the command line, where others see them.</summary>
internal static class UserCommand
{
    /// <param name="storeOf">The store of the configuration file that <c>--config</c> names; null when that can't be used.</param>
    /// <param name="hash">Makes the hash of a password.</param>
    public static Command Create(Func<string?, string?> storeOf, Func<string, string> hash)
    {
        var config = new Option<string?>("--config") { Description = "The configuration file that names the store.", Recursive = true };
        var format = new Option<string>("--format") { Description = "text or json.", DefaultValueFactory = _ => "text", Recursive = true };
        format.AcceptOnlyFromAmong("text", "json");
        var name = new Argument<string>("name") { Description = "The user's name." };
        name.Validators.Add(result =>
        {
            if (!UserStore.IsValidName(result.GetValueOrDefault<string>() ?? ""))
                result.AddError("A name has 1 to 255 characters and no colon, control character or blank around it.");
        });

        var groups = new Option<string[]>("--group") { Description = "A group that it belongs to; may be repeated." };
        var email = new Option<string?>("--email") { Description = "Its e-mail address." };
        var add = new Command("add", "Adds a user; the password is the first line of the standard input.") { name, groups, email };
        add.SetAction(parsed => Use(parsed, (users, user) =>
        {
            if (ReadPassword() is not { } password)
                return Fail("No password came.");
            return users.Add(new(user, hash(password)) { Groups = [.. parsed.GetValue(groups) ?? []], Email = parsed.GetValue(email) })
                ? 0
                : Fail($"There is a user {user} already; `user passwd` sets the password.");
        }));

        var passwd = new Command("passwd", "Sets a user's password: the first line of the standard input.") { name };
        passwd.SetAction(parsed => Use(parsed, (users, user) =>
        {
            if (ReadPassword() is not { } password)
                return Fail("No password came.");
            return users.SetPasswordHash(user, hash(password)) ? 0 : Fail($"There is no user {user}.");
        }));

        var remove = new Command("remove", "Removes a user.") { name };
        remove.SetAction(parsed => Use(parsed, (users, user) => users.Remove(user) ? 0 : Fail($"There is no user {user}.")));

        var list = new Command("list", "Lists the users.");
        list.SetAction(parsed => StoreUse.Run(storeOf(parsed.GetValue(config)), store =>
        {
            Write(parsed.GetValue(format)!, new UserStore(store).List());
            return 0;
        }));

        return new Command("user", "Adds, lists and removes users of the store.") { config, format, add, list, remove, passwd };

        int Use(ParseResult parsed, Func<UserStore, string, int> use) =>
            StoreUse.Run(storeOf(parsed.GetValue(config)), store => use(new UserStore(store), parsed.GetValue(name)!));
    }

    private static int Fail(string problem)
    {
        Console.Error.WriteLine(problem);
        return 1;
    }

    private static string? ReadPassword()
    {
        if (Console.IsInputRedirected)
            return Console.In.ReadLine() is { Length: > 0 } line ? line : null;

        Console.Error.Write("Password: ");
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0)
                typed.Length--;
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.Length > 0 ? typed.ToString() : null;
    }

    private static void Write(string format, IReadOnlyList<UserRecord> users)
    {
        if (format != "json")
        {
            foreach (var user in users)
                Console.WriteLine($"{user.Name}\t{string.Join(',', user.Groups)}\t{user.Email}{(user.Disabled ? "\tdisabled" : "")}");
            return;
        }

        StoreUse.WriteJson(json =>
        {
            json.WriteStartArray();
            foreach (var user in users)
            {
                json.WriteStartObject();
                json.WriteString("name", user.Name);
                StoreUse.WriteList(json, "groups", user.Groups);
                json.WriteString("email", user.Email);
                json.WriteBoolean("disabled", user.Disabled);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }
}
