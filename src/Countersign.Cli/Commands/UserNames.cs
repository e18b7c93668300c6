using System.CommandLine;
using Countersign.Gateway.Admin;

namespace Countersign.Cli.Commands;

/// <summary>What commands about users and groups have in common.</summary>
internal static class UserNames
{
    public static Argument<string> User() => new Argument<string>("name") { Description = "The user's name." }.Checked(NameRules.OfUser);

    public static Argument<string> Group() => new Argument<string>("group") { Description = "The group's name." }.Checked(NameRules.OfGroup);

    public static CommandFailure Unknown(string user) => new($"there is no user {user}; 'countersign user list' shows them.");
}
