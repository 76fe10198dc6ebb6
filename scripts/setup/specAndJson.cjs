/** Two of mocha's reports at once: spec on the terminal, and JSON in the file that the reporter option `output` names. */
const { reporters } = require('mocha');

module.exports = class SpecAndJson extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    new reporters.JSON(runner, options);
  }
};
