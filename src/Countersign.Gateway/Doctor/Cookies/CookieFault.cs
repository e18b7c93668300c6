namespace Countersign.Gateway.Doctor.Cookies;

/// <summary>Why a browser keeps a cookie that it is given not.</summary>
internal enum CookieFault
{
    /// <summary>The line has no name and no value, or a control character.</summary>
    Unreadable,

    /// <summary>Name and value have more than 4096 octets.</summary>
    TooLarge,

    /// <summary>Its Domain is not the host that gave it, nor one above it.</summary>
    ForeignDomain,

    /// <summary>Its Domain is a whole top-level domain.</summary>
    PublicDomain,

    /// <summary>It is Secure, and came over http.</summary>
    SecureOverHttp,

    /// <summary>Its name begins with __Secure-, and it is not Secure.</summary>
    SecurePrefix,

    /// <summary>Its name begins with __Host-, and it is not Secure, has a Domain, or another Path than /.</summary>
    HostPrefix,

    /// <summary>SameSite=None without Secure.</summary>
    NoneWithoutSecure,

    /// <summary>A cookie of the same name came over https, is Secure, and is not overwritten over http.</summary>
    OverSecure,
}
