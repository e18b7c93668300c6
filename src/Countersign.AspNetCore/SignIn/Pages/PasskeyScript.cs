namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>Asks the browser for a passkey when a form that wants one is sent. Without it those forms stay hidden, and everything else works.</summary>
internal static class PasskeyScript
{
    public static PageScript Script { get; } = new("""
        'use strict';
        (() => {
          const octets = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
          const text = buffer => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
          const ids = list => (list || []).map(item => ({ ...item, id: octets(item.id) }));
          const ask = async (kind, options) => {
            options.challenge = octets(options.challenge);
            if (kind === 'get')
              return navigator.credentials.get({ publicKey: { ...options, allowCredentials: ids(options.allowCredentials) } });
            options.user.id = octets(options.user.id);
            return navigator.credentials.create({ publicKey: { ...options, excludeCredentials: ids(options.excludeCredentials) } });
          };
          const write = credential => {
            const response = { clientDataJSON: text(credential.response.clientDataJSON) };
            for (const name of ['attestationObject', 'authenticatorData', 'signature', 'userHandle'])
              if (credential.response[name]) response[name] = text(credential.response[name]);
            if (credential.response.getTransports) response.transports = credential.response.getTransports();
            return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, clientExtensionResults: {}, response });
          };
          if (!window.PublicKeyCredential || !window.isSecureContext)
            return;
          for (const form of document.querySelectorAll('form[data-passkey]')) {
            form.hidden = false;
            form.addEventListener('submit', event => {
              event.preventDefault();
              const button = form.querySelector('button');
              button.disabled = true;
              ask(form.dataset.passkey, JSON.parse(form.dataset.options)).then(credential => {
                form.elements.credential.value = write(credential);
                form.submit();
              }).catch(() => { button.disabled = false; form.querySelector('[role=alert]').hidden = false; });
            });
          }
        })();
        """);
}
