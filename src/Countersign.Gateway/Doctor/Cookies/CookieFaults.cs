namespace Countersign.Gateway.Doctor.Cookies;

/// <summary>The faults of cookies in words.</summary>
internal static class CookieFaults
{
    /// <summary>Why browsers drop it, to stand behind "because".</summary>
    public static string Words(this CookieFault fault) => fault switch
    {
        CookieFault.Unreadable => "the line has no cookie in it that could be read",
        CookieFault.TooLarge => "its name and value have more than 4096 octets together",
        CookieFault.ForeignDomain => "its Domain is another one than the host's",
        CookieFault.PublicDomain => "its Domain is a whole top-level domain",
        CookieFault.SecureOverHttp => "it is Secure, and came over http",
        CookieFault.SecurePrefix => "its name begins with __Secure-, and it is not Secure",
        CookieFault.HostPrefix => "its name begins with __Host-, for which it has to be Secure, without Domain and with Path=/",
        CookieFault.NoneWithoutSecure => "it has SameSite=None, and is not Secure",
        CookieFault.OverSecure => "one of its name is there that came over https",
    };
}
