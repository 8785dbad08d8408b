package dev.gantry.state.request.subresource;

/** Both sides of service accounts' tokens: made here, checked here. */
public record AccountTokens(TokenIssuer issuer, TokenVerifier verifier) {}
