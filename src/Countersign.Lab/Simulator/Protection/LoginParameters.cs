using System.Text;

namespace Countersign.Lab.Simulator.Protection;

/// <summary>The parameters that addresses with a user have.</summary>
internal static class LoginParameters
{
    /// <summary>The name of the one user.</summary>
    public static SimulatorParameter User { get; } = new("user", "The name of the one user.", "anna");

    /// <summary>The password.</summary>
    public static SimulatorParameter Password { get; } = new("password", "The password of that user.", "secret");

    /// <summary>Basic credentials of the user that addresses know where nobody says otherwise.</summary>
    public const string Basic = "Basic YW5uYTpzZWNyZXQ=";

    /// <summary>Basic credentials for a name, a colon and a password.</summary>
    public static string BasicOf(string login) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(login))}";

    /// <summary>The protection space.</summary>
    public static SimulatorParameter Realm { get; } = new("realm", "The name of the protection space (RFC 9110 §11.5).", "Simulator");
}
