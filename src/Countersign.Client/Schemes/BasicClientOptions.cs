using Countersign.Schemes.Basic;

namespace Countersign.Client.Schemes;

/// <summary>A user name and password for Basic.</summary>
/// <param name="user">The name; without a colon.</param>
/// <param name="password">The password.</param>
public sealed class BasicClientOptions(string user, Secret password)
{
    /// <summary>The name.</summary>
    public string User { get; } = user;

    /// <summary>Whether the first request carries it, too. Default: no, so that the server says first that it takes Basic.</summary>
    public bool Preemptive { get; set; }

    /// <summary>Whether it is sent over http, where anybody on the way can read it. Default: no.</summary>
    public bool AllowCleartext { get; set; }

    /// <summary>Whether servers that do not say <c>charset=UTF-8</c> get name and password in ISO-8859-1, as some old ones expect. Default: no.</summary>
    public bool Latin1WithoutCharset { get; set; }

    internal Secret Password { get; } = password;

    /// <exception cref="ArgumentException">The name has a colon, or either a control character.</exception>
    internal string Authorization(bool isLatin1) => BasicResponder.Authorization(User, Password.Reveal(), isLatin1);
}
