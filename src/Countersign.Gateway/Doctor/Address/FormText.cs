using System.Text;

namespace Countersign.Gateway.Doctor.Address;

/// <summary>The content of a form, application/x-www-form-urlencoded.</summary>
internal sealed class FormText
{
    private readonly StringBuilder _text = new();

    public FormText Add(string name, string value)
    {
        _text.Append(_text.Length == 0 ? "" : "&").Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    /// <summary>A password may be in it.</summary>
    public Secret ToSecret() => new(_text.ToString());
}
